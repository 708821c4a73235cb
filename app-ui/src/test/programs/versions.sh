gdb --version | head -1; strace --version | head -1; cmake --version | head -1; java -version 2>&1 | head -1; gcc --version | head -1; make --version | head -1

mkdir src; cat > CMakeLists.txt <<'C'
cmake_minimum_required(VERSION 3.20)
project(small C)
enable_testing()
add_library(greeting STATIC src/greeting.c)
add_library(shared SHARED src/shared.c)
add_executable(hello src/main.c)
target_link_libraries(hello PRIVATE greeting shared)
configure_file(config.h.in config.h)
target_include_directories(hello PRIVATE ${CMAKE_BINARY_DIR})
add_test(NAME says COMMAND hello)
install(TARGETS hello shared)
C
echo '#define NAME "@PROJECT_NAME@"' > config.h.in; echo 'const char *greeting(void) { return "hello"; }' > src/greeting.c; echo 'int seven(void) { return 7; }' > src/shared.c
printf '#include <stdio.h>\n#include "config.h"\nconst char *greeting(void); int seven(void);\nint main(void) { printf("%%s %%s %%d\\n", greeting(), NAME, seven()); }\n' > src/main.c
cmake -S . -B build -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$PWD/installed" > log 2>&1; echo $?; tail -3 log | head -2
cmake --build build -j4 2>&1 | grep -c '^\[100%\]'; build/hello; (cd build && ctest 2>&1 | grep 'tests passed'); cmake --install build | wc -l; find installed -type f | sort

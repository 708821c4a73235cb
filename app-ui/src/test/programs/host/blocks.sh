stat -c '%n %s %b' /usr/bin /usr/lib/x86_64-linux-gnu /usr/share/doc /usr/bin/gdb /usr/bin/python3.11; du -s /usr/share/doc/bash; ls -ls /usr/lib/x86_64-linux-gnu | head -50

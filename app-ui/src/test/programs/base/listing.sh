ls -la /etc
ls -laR /etc/apt /usr/share/doc/base-files; ls -ld /etc /root /usr; stat -c "%n %A" /usr/bin /tmp; ls -1 /usr/bin | wc -l; ls -lan --full-time /etc/passwd; ls /nowhere; echo $?
ls -i /etc/passwd /etc/group | wc -l; ls -1f /etc | sort | md5sum; ls -lad --time-style=+%s /usr/lib; stat -c '%n %F %a %u:%g %U:%G %h %s %b %Y' /etc/passwd /etc /bin /etc/alternatives/awk; readlink -f /usr/bin/awk
find /etc -xdev -printf '%p %y %m %U %G %s %l\n' 2>/dev/null | sort; find /usr/bin -type f -perm -4000 | sort; find /usr/share/man -xdev -name '*.gz' -size +10k | sort | head -20
find /usr/lib/x86_64-linux-gnu -xdev -maxdepth 2 -type f -newermt 2001-01-01 | wc -l; find / -xdev -maxdepth 1 -mindepth 1 ! -name proc ! -name sys ! -name dev ! -name tmp -printf '%f %y %l\n' | sort; du -a --apparent-size -b /etc/apt | sort -k2

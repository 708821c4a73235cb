mkdir -p a/b; echo one > a/x; echo two > a/b/y; ln -s x a/link; ln a/x a/hard
cp -a a c; find c | sort; cat c/link c/b/y; stat -c '%n %s %F %h %A' c/* | sort
seq 1000 | sort -rn | head -3; seq 5 | wc; sha256sum a/x a/b/y; printf 'b\na\n' | sort; seq 10 | tail -2 | tac
dd if=/dev/zero of=z bs=1024 count=3 2>/dev/null; wc -c z; touch -d '2001-02-03 04:05:06 UTC' z; stat -c %Y z
mktemp -u XXXXXX | wc -c; env -i A=1 env; basename /a/b.c .c; date -u -d @86400 +%F; sleep 0.01; echo $?
diff a/x a/b/y; echo $?; cmp a/x a/hard && echo same; od -c a/x; tr a-z A-Z < a/x; cut -c2 a/x; paste a/x a/b/y

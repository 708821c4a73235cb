seq 200 > n; grep -c 7 n; grep -r 99 . ; sed -n '3,5p;s/^1$/uno/p' n; awk '{s+=$1} END {print s, NR}' n; sed -i 's/^2$/two/' n; head -2 n
awk 'BEGIN { for (i = 0; i < 3; i++) printf "%d ", i * i; print "" }'; printf 'x y\nz\n' | while read -r a b; do echo "$b-$a"; done
grep -rn root /etc/passwd /etc/group | sort; grep -rIl Debian /etc /usr/share/doc/base-files 2>/dev/null | sort; grep -rs nothing-like-this /etc 2>/dev/null; echo $?; grep -E '^(root|nobody):' /etc/passwd; grep x /nowhere; echo $?
sed -E 's/([a-z]+):.*/\1/;3q' /etc/passwd; sed -i.old '1d' n; diff n.old n; sed -n '$=' n; printf 'a\nb\n' | sed 'N;s/\n/+/'
awk -F: '{ count[$NF]++ } END { for (s in count) print s, count[s] }' /etc/passwd | sort; awk 'BEGIN { "echo from a command" | getline x; print x; print "sorted" | "sort"; close("sort"); exit 3 }'; echo $?; awk '{ print > ("part" $1 % 3) }' n; wc -l part*

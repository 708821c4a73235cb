seq 200 > n; grep -c 7 n; grep -r 99 . ; sed -n '3,5p;s/^1$/uno/p' n; awk '{s+=$1} END {print s, NR}' n; sed -i 's/^2$/two/' n; head -2 n
awk 'BEGIN { for (i = 0; i < 3; i++) printf "%d ", i * i; print "" }'; printf 'x y\nz\n' | while read -r a b; do echo "$b-$a"; done

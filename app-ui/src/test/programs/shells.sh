dash -c 'i=0; while [ $i -lt 100 ]; do i=$((i + 1)); x=$(echo $i); done; echo $x; f() { echo "f $1"; }; f 1 | cat'
busybox sh -c 'i=0; while [ $i -lt 50 ]; do i=$((i + 1)); x=$(echo $i); done; echo $x; echo a b | cut -d" " -f2; trap "echo t" EXIT'

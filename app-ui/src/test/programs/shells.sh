dash -c 'i=0; while [ $i -lt 100 ]; do i=$((i + 1)); x=$(echo $i); done; echo $x; f() { echo "f $1"; }; f 1 | cat'
busybox sh -c 'i=0; while [ $i -lt 50 ]; do i=$((i + 1)); x=$(echo $i); done; echo $x; echo a b | cut -d" " -f2; trap "echo t" EXIT'
for shell in dash 'busybox sh'; do
$shell -c 'seq 10 | sort -n | tail -5 | head -3 | cat | cat -n | tr -s " " | sed s/3/x/ | cat | wc -l; cat <<E
here $((6 * 7)) $(echo substituted)
E
trap "echo trapped" USR1; kill -USR1 $$; trap "echo bye" EXIT; (exit 3) & wait $!; echo $?; ulimit -n 50; ulimit -n; sleep 100 & kill $!; wait $! 2>/dev/null; echo $?'
$shell -c 'n=0; while [ $n -lt 1000 ]; do n=$((n + $(echo 1))); done; echo $n; for i in 1 2 3; do (sleep 0.0$i; exit $i) & done; wait; echo waited; set -- a "b c"; for x; do echo "<$x>"; done; case abc in a*) echo matched;; esac; echo ${x#b} ${#x} ${y:-none}; read a b <<E
one two three
E
echo $b; exec 3> f; echo third >&3; cat f; false || echo or; . /nowhere; echo never'; echo $?
done

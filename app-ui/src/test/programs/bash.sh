bash -c 'seq 10 | sort -n | tail -5 | head -3 | tac | rev | rev | cat -n | tr -s " " | wc -l'
bash -c 'cat <<X
here $((1 + 2))
X
cat <(echo substituted) <(echo twice); trap "echo trapped" USR1; kill -USR1 $$; trap "echo bye" EXIT'
bash -c 'for i in 1 2 3; do (exit $i) & done; wait; echo waited; sleep 0.05 & wait $!; echo $?'
bash -c 'n=0; for i in $(seq 1000); do n=$((n + $(echo 1))); done; echo $n'
bash -c 'ulimit -n 50; ulimit -n; read -t 0.1 x < /dev/zero; echo $?; a=(1 2 3); echo ${#a[@]} ${a[@]:1}; [[ abc =~ b(.) ]] && echo ${BASH_REMATCH[1]}'
bash -c 'set -o pipefail; false | true; echo $?; echo {1..5}; printf "%05.2f\n" 3.14159; coproc cat; echo co >&${COPROC[1]}; read x <&${COPROC[0]}; echo $x'
bash -c 'ulimit -Sn; ulimit -f 1; (head -c 4096 /dev/zero > big; echo $?) 2>/dev/null; stat -c %s big; ulimit -s 4096; ulimit -s; ulimit -t 100; ulimit -t; ulimit -c 0; ulimit -v 2000000; ulimit -v; ulimit -n 20; for i in $(seq 3 40); do eval "exec $i</dev/null" || break; done 2>/dev/null; echo over'
bash -c 'ulimit -t 1; (while :; do :; done) 2>/dev/null; echo $?; sleep 5 | { read -t 0.2 x; echo $?; exit; }; echo a | { read -t 1 x; echo $? $x; }; read -t 0 < /dev/null; echo $?' 2>&1 | sed 's/^.* line 1: *[0-9]* //'
bash -c 'f() { local x=$1; (( x > 0 )) && f $((x - 1)) || echo deep; }; f 200; echo $(( (1 << 62) % 1000 + 0x1f * 7 )); declare -A m=([a]=1 [b]=2); echo ${!m[@]} | tr " " "\n" | sort; mapfile -t lines < <(seq 5); echo ${lines[4]}; time=$SECONDS; select x in one two; do echo $x; break; done <<< 2 2>/dev/null; exec 7<>fifo-not; echo through >&7; cat fifo-not'
bash -c 'trap "echo int" INT; kill -INT $$; trap "echo err" ERR; false; trap - ERR; (trap "echo child; exit 3" TERM; kill -TERM $BASHPID); echo $?; sleep 100 & kill $!; wait $!; echo $?; { sleep 0.1; echo later; } & wait -n; echo $?; for i in 1 2 3; do sleep 0.0$i & done; jobs -p | wc -l; wait; disown -a; diff <(seq 3) <(seq 4); set -e; false; echo never'

bash -c 'seq 10 | sort -n | tail -5 | head -3 | tac | rev | rev | cat -n | tr -s " " | wc -l'
bash -c 'cat <<X
here $((1 + 2))
X
cat <(echo substituted) <(echo twice); trap "echo trapped" USR1; kill -USR1 $$; trap "echo bye" EXIT'
bash -c 'for i in 1 2 3; do (exit $i) & done; wait; echo waited; sleep 0.05 & wait $!; echo $?'
bash -c 'n=0; for i in $(seq 1000); do n=$((n + $(echo 1))); done; echo $n'
bash -c 'ulimit -n 50; ulimit -n; read -t 0.1 x < /dev/zero; echo $?; a=(1 2 3); echo ${#a[@]} ${a[@]:1}; [[ abc =~ b(.) ]] && echo ${BASH_REMATCH[1]}'
bash -c 'set -o pipefail; false | true; echo $?; echo {1..5}; printf "%05.2f\n" 3.14159; coproc cat; echo co >&${COPROC[1]}; read x <&${COPROC[0]}; echo $x'

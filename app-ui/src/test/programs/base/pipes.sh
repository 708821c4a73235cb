seq 100000 | head -1; yes | head -3; seq 20 | xargs -P4 -n5 echo | sort; echo a | cat | cat | cat | cat | cat | cat | cat | cat | cat
bash -c 'seq 1000000 | head -1; echo "${PIPESTATUS[@]}"; yes | head -1; echo "${PIPESTATUS[@]}"; yes 2>/dev/null >/dev/full; echo $?'
timeout 0.2 sleep 5; echo $?; timeout -s KILL 0.2 sleep 5; echo $?; timeout -k 0.2 2 sh -c 'trap "" TERM; while :; do sleep 0.05; done'; echo $?; timeout 5 sh -c 'exit 9'; echo $?
nohup true 2>/dev/null; echo $?; nohup sh -c 'echo out; echo err >&2; kill -HUP $$; echo still here' 2>&1; nohup /nowhere/x; echo $?; (exit 3); echo $?; sh -c 'kill -TERM $$'; echo $?
seq 3 | tee x | wc -l; cat x; mkfifo p; (echo through > p) & cat p; wait
seq 40 | xargs -P4 -I{} sh -c 'sleep 0.0{}; echo {}' | sort -n | tr '\n' ' '; echo; printf '1\n2\n3\n' | xargs -P4 -n1 sh -c 'exit $0'; echo $?; printf 'a b\0c d\0' | xargs -0 -n1 echo; seq 30000 | xargs echo | wc -w; echo x | xargs sh -c 'exit 255'; echo $?; echo x | xargs /nowhere/x; echo $?
time -p true 2>/dev/null; nice -n 5 nice; stdbuf -o0 echo unbuffered 2>&1; seq 5 | { read -r first; cat >/dev/null; echo "$first"; }; sleep 0.2 & kill %1 2>/dev/null; wait $! ; echo $?

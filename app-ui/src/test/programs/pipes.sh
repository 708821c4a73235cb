seq 100000 | head -1; yes | head -3; seq 20 | xargs -P4 -n5 echo | sort; echo a | cat | cat | cat | cat | cat | cat | cat | cat | cat
timeout 0.2 sleep 5; echo $?; nohup true 2>/dev/null; echo $?; (exit 3); echo $?; sh -c 'kill -TERM $$'; echo $?
seq 3 | tee x | wc -l; cat x; mkfifo p; (echo through > p) & cat p; wait

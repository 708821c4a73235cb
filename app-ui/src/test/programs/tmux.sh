export SHELL=/bin/sh # what tmux starts; not every user has a shell of their own
tmux -f /dev/null -S "$PWD/sock" new-session -d -x 60 -y 10 'sh'; sleep 0.5; tmux -S "$PWD/sock" send-keys 'echo $((6 * 7))x' Enter; sleep 1
tmux -S "$PWD/sock" capture-pane -p | grep -c '^42x'; tmux -S "$PWD/sock" kill-server; echo $?

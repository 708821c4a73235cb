export SHELL=/bin/sh # what tmux starts; not every user has a shell of their own
shown() { for n in $(seq 300); do tmux -S "$PWD/sock" capture-pane -p | grep -q "$1" && return; sleep 0.1; done; echo "$1 is not shown"; }
tmux -f /dev/null -S "$PWD/sock" new-session -d -x 60 -y 10 'sh'; shown '[#$]'; tmux -S "$PWD/sock" send-keys 'echo $((6 * 7))x' Enter; shown '^42x'
tmux -S "$PWD/sock" capture-pane -p | grep -c '^42x'; tmux -S "$PWD/sock" kill-server; echo $?

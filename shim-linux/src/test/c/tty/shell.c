// cflags: -lutil
// An interactive shell on a terminal: prompt, echo, a command's output, Ctrl-C of a running one, exit by Ctrl-D.
#include "pty.h"
#include <pty.h>
#include <sys/wait.h>

int main(void) {
    struct winsize w = {30, 100, 0, 0};
    pid_t pid = forkpty(&master, NULL, NULL, &w);
    if (pid == 0) {
        setenv("PS1", "ready> ", 1);
        setenv("ENV", "/dev/null", 1);
        setenv("HOME", "/", 1);
        for (int i = 1; i < 32; i++) signal(i, SIG_DFL);
        execl("/bin/sh", "sh", "-i", NULL);
        _exit(127);
    }
    CHECK(pid > 0);
    CHECK(shown("ready> "));
    type("echo $((6*7))-answer\n");
    CHECK(shown("42-answer\r\n"));
    CHECK(shown("ready> "));
    type("tty | cut -c1-9; stty size; test -t 0 && echo is-a-tty\n");
    CHECK(shown("/dev/pts/\r\n30 100\r\nis-a-tty\r\n"));
    CHECK(shown("ready> "));
    type("sleep 1000; echo after-$?\n");
    CHECK(shown("after-$?\r\n"));
    AWAIT(tcgetpgrp(master) != pid); // the command has the terminal
    msleep(30);
    type("\003");
    CHECK(shown("ready> ")); // the shell lives on, the command does not
    type("(exit 7) & wait $!; echo status-$?\n");
    CHECK(shown("status-7\r\n"));
    type("read line; echo \"<$line>\"\n");
    CHECK(shown("echo \"<$line>\"\r\n"));
    type("typ\177\177ext\n");
    CHECK(shown("<text>\r\n"));
    CHECK(shown("ready> "));
    type("exit 9\n");
    STR("exit 9", reap(pid));
    pid = forkpty(&master, NULL, NULL, NULL);
    if (pid == 0) execl("/bin/sh", "sh", "-c", "echo started; cat; exit 4", NULL), _exit(127);
    CHECK(shown("started\r\n"));
    type("copied\n");
    CHECK(shown("copied\r\ncopied\r\n"));
    type("\004");
    STR("exit 4", reap(pid));
    return finish();
}

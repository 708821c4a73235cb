// A shell with job control: Ctrl-Z stops the job, jobs lists it, bg and fg, Ctrl-C ends it.
#include "pty.h"
#include <pty.h>

int main(void) {
    pid_t pid = forkpty(&master, NULL, NULL, NULL);
    if (pid == 0) {
        setenv("PS1", "ready> ", 1);
        setenv("ENV", "/dev/null", 1);
        setenv("HOME", "/", 1);
        for (int i = 1; i < 32; i++) signal(i, SIG_DFL);
        execl("/bin/sh", "sh", "-im", NULL);
        _exit(127);
    }
    CHECK(shown("ready> "));
    type("sh -c 'echo begun; while :; do :; done'; echo status=$?\n");
    CHECK(shown("\nbegun\r\n"));
    type("\032");
    CHECK(shown("status=148\r\n")); // 128 + SIGTSTP
    CHECK(shown("ready> "));
    type("jobs; echo end-of-jobs\n");
    CHECK(shown("Stopped"));
    CHECK(shown("\nend-of-jobs\r\n"));
    type("bg; jobs; echo end-of-jobs\n");
    CHECK(shown("Running"));
    CHECK(shown("\nend-of-jobs\r\n"));
    CHECK(shown("ready> "));
    type("fg\n");
    AWAIT(tcgetpgrp(master) != pid); // the job has the terminal
    type("\003");
    CHECK(shown("ready> "));
    type("echo status=$?\n");
    CHECK(shown("status=130\r\n")); // 128 + SIGINT
    type("exit 3\n");
    int status = 0;
    long long until = now_ms() + 20000;
    while (waitpid(pid, &status, WNOHANG) == 0 && now_ms() < until) msleep(5);
    STR("exit 3", outcome(status));
    return finish();
}

// Ctrl-C, Ctrl-\ and Ctrl-Z go to the foreground group, are shown as ^C, and throw away what was typed.
#include "pty.h"
#include <sys/mman.h>

static volatile int *got;
static void on_signal(int signal) { got[signal]++; }

static void session(void) { // the child: leader of a session on the terminal
    MUST(setsid());
    MUST(ioctl(slave, TIOCSCTTY, 0));
    close(master);
}

int main(void) {
    got = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    open_pty();
    pid_t pid = xfork();
    if (pid == 0) {
        session();
        handle(SIGINT, on_signal, SA_RESTART);
        handle(SIGQUIT, on_signal, SA_RESTART);
        handle(SIGTSTP, on_signal, SA_RESTART);
        got[0] = 1;
        for (;;) msleep(1000);
    }
    AWAIT(got[0] == 1);
    type("typed");
    SCREEN("typed");
    type("\003");
    AWAIT(got[SIGINT] == 1);
    SCREEN("^C");
    INPUT("(nothing)"); // flushed
    type("\034");
    AWAIT(got[SIGQUIT] == 1);
    SCREEN("^\\");
    type("\032");
    AWAIT(got[SIGTSTP] == 1);
    SCREEN("^Z");
    change(LOCAL, 0, NOFLSH);
    type("kept\003\n");
    AWAIT(got[SIGINT] == 2);
    INPUT("kept\\n");
    change(LOCAL, ISIG, 0);
    type("\003\n");
    INPUT("\\x03\\n"); // just a byte
    change(LOCAL, ECHO, ISIG);
    OK(ioctl(master, TIOCSIG, SIGQUIT)); // from the master
    AWAIT(got[SIGQUIT] == 2);
    EQ(2, got[SIGINT]);
    struct termios t;
    MUST(tcgetattr(slave, &t));
    t.c_cc[VINTR] = 'i', t.c_cc[VQUIT] = 0; // another key; none
    MUST(tcsetattr(slave, TCSANOW, &t));
    type("i");
    AWAIT(got[SIGINT] == 3);
    kill(pid, SIGKILL);
    STR("killed by SIGKILL", reap(pid));
    open_pty(); // the default action of the whole group
    pid = xfork();
    if (pid == 0) {
        session();
        handle(SIGINT, SIG_DFL, 0);
        pid_t child = xfork();
        if (child == 0) {
            got[1] = 1;
            for (;;) pause();
        }
        handle(SIGINT, on_signal, SA_RESTART);
        got[2] = 1;
        _exit(!strcmp(reap(child), "killed by SIGINT") ? 3 : 4);
    }
    AWAIT(got[1] == 1 && got[2] == 1);
    type("\003");
    STR("exit 3", reap(pid));
    return finish();
}

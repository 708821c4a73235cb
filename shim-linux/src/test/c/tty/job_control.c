// Foreground and background: tcsetpgrp, SIGTTIN for reading, SIGTTOU for writing with TOSTOP, and who is excused.
#include "pty.h"

static pid_t background(void (*act)(void)) { // a child in a group of its own
    pid_t pid = xfork();
    if (pid) {
        setpgid(pid, pid);
        return pid;
    }
    setpgid(0, 0);
    handle(SIGTTIN, SIG_DFL, 0);
    handle(SIGTTOU, SIG_DFL, 0);
    act();
    _exit(0);
}
static const char *after(pid_t pid) {
    int status;
    MUST(waitpid(pid, &status, WUNTRACED));
    return outcome(status);
}
static void reads(void) {
    char line[16];
    _exit(read(slave, line, sizeof line));
}
static void writes(void) { _exit(write(slave, "w", 1)); }
static void ignores(void) {
    char c;
    handle(SIGTTIN, SIG_IGN, 0);
    _exit(read(slave, &c, 1) == -1 && errno == EIO ? 7 : 8);
}
static void sets(void) {
    struct termios t;
    tcgetattr(slave, &t); // asking is allowed
    _exit(tcsetattr(slave, TCSANOW, &t) == 0 ? 5 : 6);
}
static void blocks_ttou(void) {
    block(SIGTTOU);
    _exit(write(slave, "b", 1) == 1 ? 4 : 5);
}

static int session(void) {
    char line[16];
    MUST(setsid());
    MUST(ioctl(slave, TIOCSCTTY, 0));
    handle(SIGTTOU, SIG_IGN, 0); // as a shell does
    pid_t pid = background(reads);
    STR("stopped by SIGTTIN", after(pid));
    OK(tcsetpgrp(slave, pid)); // to the foreground
    CHECK(tcgetpgrp(slave) == pid);
    kill(pid, SIGCONT);
    type("four\n");
    STR("exit 5", after(pid));
    CHECK(tcgetpgrp(slave) == pid); // nobody puts it back
    OK(tcsetpgrp(slave, getpgrp()));
    type("mine\n");
    EQ(5, read(slave, line, sizeof line));
    STR("exit 1", after(background(writes))); // allowed ...
    change(LOCAL, 0, TOSTOP);
    pid = background(writes);
    STR("stopped by SIGTTOU", after(pid)); // ... unless TOSTOP is on
    kill(pid, SIGCONT);
    STR("stopped by SIGTTOU", after(pid)); // tries again
    kill(pid, SIGKILL);
    STR("killed by SIGKILL", after(pid));
    STR("exit 4", after(background(blocks_ttou)));
    STR("exit 7", after(background(ignores)));
    pid = background(sets);
    STR("stopped by SIGTTOU", after(pid)); // settings always
    OK(tcsetpgrp(slave, pid));
    kill(pid, SIGCONT);
    STR("exit 5", after(pid));
    OK(tcsetpgrp(slave, getpgrp()));
    ERR(EPERM, tcsetpgrp(slave, 1)); // not of this session
    ERR(EINVAL, tcsetpgrp(slave, -1));
    ERR(ESRCH, tcsetpgrp(slave, 0x3fffffff));
    return finish();
}

int main(void) {
    open_pty();
    pid_t pid = xfork();
    if (pid == 0) return session();
    STR("exit 0", reap(pid));
    return finish();
}

// The controlling terminal: got by TIOCSCTTY or by opening, reached by /dev/tty, given up by TIOCNOTTY or setsid.
#include "pty.h"

int main(void) {
    open_pty();
    const char *name = ptsname(master);
    pid_t follower = xfork();
    if (follower == 0) {
        ERR(EPERM, ioctl(slave, TIOCSCTTY, 0)); // no session leader
        return finish();
    }
    STR("exit 0", reap(follower));
    pid_t pid = xfork();
    if (pid == 0) {
        MUST(setsid());
        ERR(ENXIO, open("/dev/tty", O_RDWR));
        ERR(ENOTTY, tcgetpgrp(slave));
        ERR(ENOTTY, tcgetsid(slave));
        OK(ioctl(slave, TIOCSCTTY, 0));
        OK(ioctl(slave, TIOCSCTTY, 0)); // again is no error
        CHECK(tcgetsid(slave) == getpid() && tcgetpgrp(slave) == getpid());
        CHECK(tcgetpgrp(master) == getpid());
        int tty = open("/dev/tty", O_RDWR);
        CHECK(tty >= 0);
        EQ(5, write(tty, "hello", 5));
        SCREEN("hello");
        struct stat a, b;
        MUST(fstat(tty, &a));
        MUST(stat(name, &b));
        EQ(0x500, a.st_rdev); // still the device that was opened
        CHECK(!strcmp(ttyname(slave), name));
        CHECK(!strcmp(ctermid(NULL), "/dev/tty"));
        handle(SIGHUP, SIG_IGN, 0);
        handle(SIGCONT, SIG_IGN, 0);
        pid_t other = xfork();
        if (other == 0) { // another session may not take it
            MUST(setsid());
            ERR(EPERM, ioctl(slave, TIOCSCTTY, 0));
            return finish();
        }
        STR("exit 0", reap(other));
        OK(ioctl(tty, TIOCNOTTY));
        ERR(ENXIO, open("/dev/tty", O_RDWR));
        ERR(ENOTTY, tcgetpgrp(slave));
        close(slave);
        slave = MUST(open(name, O_RDWR | O_NOCTTY));
        ERR(ENXIO, open("/dev/tty", O_RDWR)); // O_NOCTTY
        int plain = MUST(open(name, O_RDWR)); // a session leader without one gets it by opening
        CHECK(tcgetsid(plain) == getpid());
        OK(close(open("/dev/tty", O_RDWR)));
        other = xfork();
        if (other == 0) {
            OK(close(open("/dev/tty", O_RDWR))); // inherited
            MUST(setsid());
            ERR(ENXIO, open("/dev/tty", O_RDWR)); // but a new session has none
            return finish();
        }
        STR("exit 0", reap(other));
        return finish();
    }
    STR("exit 0", reap(pid));
    return finish();
}

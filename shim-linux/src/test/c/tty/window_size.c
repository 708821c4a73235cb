// The window's size: set on either side, seen on both, SIGWINCH to the foreground group only when it changes.
#include "pty.h"
#include <sys/mman.h>

static volatile int *got;
static void on_winch(int signal) { (void)signal, got[1]++; }

int main(void) {
    struct winsize w = {24, 80, 640, 480}, seen;
    got = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    open_pty();
    OK(ioctl(master, TIOCSWINSZ, &w));
    OK(ioctl(slave, TIOCGWINSZ, &seen));
    CHECK(seen.ws_row == 24 && seen.ws_col == 80 && seen.ws_xpixel == 640 && seen.ws_ypixel == 480);
    pid_t pid = xfork();
    if (pid == 0) {
        MUST(setsid());
        MUST(ioctl(slave, TIOCSCTTY, 0));
        handle(SIGWINCH, on_winch, SA_RESTART);
        got[0] = 1;
        for (;;) pause();
    }
    AWAIT(got[0] == 1);
    w.ws_row = 50;
    OK(ioctl(master, TIOCSWINSZ, &w));
    AWAIT(got[1] == 1);
    OK(ioctl(master, TIOCSWINSZ, &w)); // the same once more
    msleep(10);
    EQ(1, got[1]);
    w.ws_col = 132;
    OK(ioctl(slave, TIOCSWINSZ, &w));
    AWAIT(got[1] == 2);
    OK(ioctl(master, TIOCGWINSZ, &seen));
    CHECK(seen.ws_row == 50 && seen.ws_col == 132);
    kill(pid, SIGKILL);
    STR("killed by SIGKILL", reap(pid));
    ERR(EFAULT, ioctl(slave, TIOCGWINSZ, 16));
    ERR(ENOTTY, ioctl(MUST(open("/dev/null", O_RDWR)), TIOCGWINSZ, &seen));
    return finish();
}

// Hang-ups: closing the master sends SIGHUP and SIGCONT, reads end and writes fail; a leader's death signals its group.
#include "pty.h"
#include <sys/mman.h>

static volatile int *got;
static void on_signal(int signal) { got[signal]++; }

int main(void) {
    got = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    open_pty();
    pid_t pid = xfork();
    if (pid == 0) {
        close(master);
        MUST(setsid());
        MUST(ioctl(slave, TIOCSCTTY, 0));
        handle(SIGHUP, on_signal, SA_RESTART);
        handle(SIGCONT, on_signal, SA_RESTART);
        got[0] = 1;
        char c;
        long n = read(slave, &c, 1); // waits; which of the two it sees is a matter of luck
        CHECK(n == 0 || (n == -1 && errno == EIO));
        AWAIT(got[SIGHUP] == 1 && got[SIGCONT] == 1);
        EQ(0, read(slave, &c, 1)); // from now on: the end
        ERR(EIO, write(slave, "x", 1));
        struct pollfd f = {slave, POLLIN | POLLOUT, 0};
        EQ(1, poll(&f, 1, 0));
        CHECK((f.revents & (POLLHUP | POLLERR)) != 0);
        struct termios t;
        ERR(EIO, tcgetattr(slave, &t));
        ERR(ENXIO, open("/dev/tty", O_RDWR));
        return finish();
    }
    close(slave);
    AWAIT(got[0] == 1);
    msleep(10);
    close(master);
    STR("exit 0", reap(pid));
    memset((void *)got, 0, 1024);
    open_pty();
    pid = xfork();
    if (pid == 0) { // the leader of a session dies: its foreground group is told
        close(master);
        MUST(setsid());
        MUST(ioctl(slave, TIOCSCTTY, 0));
        if (xfork() == 0) {
            handle(SIGHUP, on_signal, SA_RESTART);
            got[0] = 1;
            while (!got[SIGHUP]) msleep(1);
            if (open("/dev/tty", O_RDWR) == -1 && errno == ENXIO) got[100] = 1;
            got[101] = 1;
            _exit(0);
        }
        while (!got[0]) msleep(1);
        _exit(5);
    }
    STR("exit 5", reap(pid));
    AWAIT(got[101] == 1);
    EQ(1, got[SIGHUP]);
    EQ(1, got[100]);
    open_pty(); // the last close of the slave is seen by the master, and undone by opening it again
    const char *name = ptsname(master);
    MUST(write(slave, "last words", 10));
    close(slave);
    struct pollfd f = {master, POLLIN, 0};
    EQ(1, poll(&f, 1, 0));
    EQ(POLLIN | POLLHUP, f.revents);
    STR("last words", get_from(master)); // first what is left
    STR("EIO", get_from(master));
    slave = MUST(open(name, O_RDWR | O_NOCTTY));
    EQ(0, poll(&f, 1, 0));
    MUST(write(slave, "again", 5));
    STR("again", get_from(master));
    return finish();
}

// Waiting in open of a FIFO: interrupted by a handler (EINTR), restarted with SA_RESTART, many readers and writers.
#include "../test.h"

static volatile sig_atomic_t count;
static void on_signal(int signal) { (void)signal, count++; }

int main(void) {
    MUST(mkfifo("fifo", 0600));
    handle(SIGUSR1, on_signal, 0);
    pid_t me = getpid(), helper = xfork();
    if (helper == 0)
        for (;;) msleep(4), kill(me, SIGUSR1);
    ERR(EINTR, open("fifo", O_RDONLY));
    ERR(EINTR, open("fifo", O_WRONLY));
    kill(helper, SIGKILL);
    STR("killed by SIGKILL", reap(helper));
    handle(SIGUSR1, on_signal, SA_RESTART);
    count = 0;
    helper = xfork();
    if (helper == 0) {
        for (int i = 0; i < 4; i++) msleep(4), kill(me, SIGUSR1);
        int fd = MUST(open("fifo", O_WRONLY));
        MUST(write(fd, "x", 1));
        _exit(0);
    }
    char c;
    int fd = open("fifo", O_RDONLY);
    CHECK(fd >= 0);
    EQ(1, read(fd, &c, 1));
    close(fd);
    STR("exit 0", reap(helper));
    CHECK(count >= 1);
    for (int i = 0; i < 3; i++) // three readers wait; one writer releases them all
        if (xfork() == 0) {
            int r = MUST(open("fifo", O_RDONLY));
            _exit(read(r, &c, 1) == 1 ? 0 : 1);
        }
    fd = MUST(open("fifo", O_WRONLY));
    MUST(write(fd, "abc", 3));
    int status;
    for (int i = 0; i < 3; i++) {
        CHECK(wait(&status) > 0);
        EQ(0, status);
    }
    return finish();
}

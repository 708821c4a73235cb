// The last close wakes whoever waits: a reader sees the end, a writer gets EPIPE; also by exit, kill and exec.
#include "../test.h"
#include <sys/ioctl.h>

static const char *reader_sees(int how) {
    int p[2];
    char c;
    MUST(pipe(p));
    pid_t pid = xfork();
    if (pid == 0) {
        close(p[0]);
        msleep(15);
        if (how == 0) close(p[1]), pause();
        if (how == 1) _exit(0);
        if (how == 2) fcntl(p[1], F_SETFD, FD_CLOEXEC), execl("/bin/sleep", "sleep", "100", NULL);
        if (how == 3) dup2(0, p[1]), pause();
        pause();
    }
    close(p[1]);
    if (how == 4) msleep(10), kill(pid, SIGKILL);
    long n = read(p[0], &c, 1);
    kill(pid, SIGKILL);
    reap(pid);
    close(p[0]);
    return n == 0 ? "end" : "something else";
}

int main(void) {
    for (int how = 0; how < 5; how++) STR("end", reader_sees(how));
    int p[2];
    static char block[65536];
    handle(SIGPIPE, SIG_IGN, 0);
    MUST(pipe(p));
    MUST(write(p[1], block, sizeof block));
    pid_t pid = xfork();
    if (pid == 0) {
        close(p[1]);
        msleep(15);
        _exit(0);
    }
    close(p[0]);
    ERR(EPIPE, write(p[1], block, 1)); // waits in vain
    STR("exit 0", reap(pid));
    MUST(pipe(p));
    pid = xfork();
    if (pid == 0) {
        close(p[1]);
        int full = 0;
        while (ioctl(p[0], FIONREAD, &full) == 0 && full < 65536) msleep(1);
        MUST(read(p[0], block, 5000));
        int n = 0; // until a page more has gone in
        while (ioctl(p[0], FIONREAD, &n) == 0 && n <= 65536 - 5000) msleep(1);
        _exit(0);
    }
    close(p[0]);
    EQ(65536, write(p[1], block, sizeof block));
    long n = write(p[1], block, sizeof block); // a part goes in before the reader leaves
    CHECK(n > 0 && n < 65536);
    STR("exit 0", reap(pid));
    return finish();
}

// flock: shared and exclusive, by open file; dup and fork share it, a second open does not; conversion; waiting.
#include "../test.h"
#include <sys/file.h>

static volatile sig_atomic_t count;
static void on_signal(int signal) { (void)signal, count++; }

int main(void) {
    int a = MUST(open("file", O_RDONLY | O_CREAT, 0600)), b = MUST(open("file", O_RDONLY)), copy = MUST(dup(a));
    OK(flock(a, LOCK_SH));
    OK(flock(b, LOCK_SH));
    ERR(EAGAIN, flock(a, LOCK_EX | LOCK_NB)); // no upgrade while another shares; and Linux may lose the old one
    OK(flock(b, LOCK_UN));
    OK(flock(a, LOCK_EX | LOCK_NB));
    ERR(EAGAIN, flock(b, LOCK_SH | LOCK_NB));
    OK(flock(copy, LOCK_EX | LOCK_NB)); // the same open file
    OK(flock(copy, LOCK_UN)); // and unlocked by either
    OK(flock(b, LOCK_EX | LOCK_NB));
    struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    OK(fcntl(MUST(open("file", O_RDWR)), F_SETLK, &l)); // another kind of lock: they do not see each other
    pid_t pid = xfork();
    if (pid == 0) {
        OK(flock(b, LOCK_EX | LOCK_NB)); // shared with the parent
        ERR(EAGAIN, flock(a, LOCK_EX | LOCK_NB));
        return finish();
    }
    STR("exit 0", reap(pid));
    ERR(EAGAIN, flock(a, LOCK_SH | LOCK_NB)); // the child's end has not released it
    pid = xfork();
    if (pid == 0) { // waits until the parent closes
        close(b);
        alarm(10);
        _exit(flock(a, LOCK_EX) == 0 ? 0 : 1);
    }
    msleep(20);
    close(b);
    STR("exit 0", reap(pid));
    OK(flock(a, LOCK_UN));
    b = MUST(open("file", O_RDONLY));
    OK(flock(b, LOCK_EX));
    handle(SIGUSR1, on_signal, 0);
    pid_t me = getpid(), helper = xfork();
    if (helper == 0)
        for (;;) msleep(4), kill(me, SIGUSR1);
    ERR(EINTR, flock(a, LOCK_EX));
    kill(helper, SIGKILL);
    STR("killed by SIGKILL", reap(helper));
    ERR(EINVAL, flock(a, 16));
    ERR(EBADF, flock(99, LOCK_SH));
    ERR(EBADF, flock(MUST(open("file", O_PATH)), LOCK_SH));
    int dir = MUST(open(".", O_RDONLY)); // directories as well
    OK(flock(dir, LOCK_EX | LOCK_NB));
    return finish();
}

// F_SETLKW: sleeps until the lock is free, is interrupted by signals, gives locks in turn, and lockf on top of it.
#include "../test.h"

static int fd;
static volatile sig_atomic_t count;
static void on_signal(int signal) { (void)signal, count++; }
static int lock(int command, int type, int from) {
    struct flock l = {.l_type = type, .l_whence = SEEK_SET, .l_start = from, .l_len = 1};
    return fcntl(fd, command, &l);
}

int main(void) {
    char c;
    int ready[2], refused[2];
    MUST(pipe(ready));
    MUST(pipe(refused));
    fd = MUST(open("file", O_RDWR | O_CREAT, 0600));
    pid_t pid = xfork();
    if (pid == 0) {
        lock(F_SETLK, F_WRLCK, 0);
        MUST(write(ready[1], "x", 1));
        MUST(read(refused[0], &c, 1));
        msleep(30);
        MUST(pwrite(fd, "done", 4, 0));
        lock(F_SETLK, F_UNLCK, 0);
        pause();
    }
    MUST(read(ready[0], &c, 1));
    ERR(EAGAIN, lock(F_SETLK, F_RDLCK, 0));
    MUST(write(refused[1], "x", 1));
    OK(lock(F_SETLKW, F_RDLCK, 0));
    STR("done", get("file"));
    OK(lock(F_SETLK, F_UNLCK, 0));
    kill(pid, SIGKILL);
    STR("killed by SIGKILL", reap(pid));
    pid = xfork();
    if (pid == 0) {
        lock(F_SETLK, F_WRLCK, 5);
        MUST(write(ready[1], "x", 1));
        for (;;) pause();
    }
    MUST(read(ready[0], &c, 1));
    handle(SIGUSR1, on_signal, 0);
    pid_t me = getpid(), helper = xfork();
    if (helper == 0)
        for (;;) msleep(4), kill(me, SIGUSR1);
    ERR(EINTR, lock(F_SETLKW, F_WRLCK, 5));
    kill(helper, SIGKILL);
    STR("killed by SIGKILL", reap(helper));
    OK(lock(F_SETLKW, F_WRLCK, 4)); // another byte is free
    helper = xfork();
    if (helper == 0) msleep(20), kill(pid, SIGKILL), _exit(0); // death releases
    OK(lock(F_SETLKW, F_WRLCK, 5));
    STR("exit 0", reap(helper));
    STR("killed by SIGKILL", reap(pid));
    lock(F_SETLK, F_UNLCK, 4), lock(F_SETLK, F_UNLCK, 5);
    MUST(pwrite(fd, "\0\0\0\0", 4, 0)); // a counter under the lock
    for (int i = 0; i < 4; i++)
        if (xfork() == 0) {
            for (int k = 0; k < 50; k++) {
                int value;
                lock(F_SETLKW, F_WRLCK, 0);
                MUST(pread(fd, &value, 4, 0));
                value++;
                MUST(pwrite(fd, &value, 4, 0));
                lock(F_SETLK, F_UNLCK, 0);
            }
            _exit(0);
        }
    while (wait(NULL) > 0) {
    }
    int value = 0;
    MUST(pread(fd, &value, 4, 0));
    EQ(200, value);
    MUST(lseek(fd, 0, SEEK_SET));
    OK(lockf(fd, F_TLOCK, 4));
    pid = xfork();
    if (pid == 0) {
        ERR(EACCES, lockf(fd, F_TEST, 4));
        ERR(EAGAIN, lockf(fd, F_TLOCK, 1));
        return finish();
    }
    STR("exit 0", reap(pid));
    OK(lockf(fd, F_ULOCK, 4));
    return finish();
}

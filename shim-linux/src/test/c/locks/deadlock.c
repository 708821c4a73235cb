// Two processes that wait for each other's POSIX lock: one of them gets EDEADLK.
#include "../test.h"

static int fd;
static int lock(int command, int type, int from) {
    struct flock l = {.l_type = type, .l_whence = SEEK_SET, .l_start = from, .l_len = 1};
    return fcntl(fd, command, &l);
}

int main(void) {
    char c;
    int a[2], b[2], results[2] = {-1, -1};
    MUST(pipe(a));
    MUST(pipe(b));
    fd = MUST(open("file", O_RDWR | O_CREAT, 0600));
    pid_t pid = xfork();
    if (pid == 0) {
        MUST(lock(F_SETLK, F_WRLCK, 1));
        MUST(write(a[1], "x", 1));
        MUST(read(b[0], &c, 1));
        int result = lock(F_SETLKW, F_WRLCK, 0) == -1 ? errno : 0;
        lock(F_SETLK, F_UNLCK, 1);
        lock(F_SETLK, F_UNLCK, 0);
        MUST(write(a[1], &result, sizeof result));
        _exit(0);
    }
    MUST(lock(F_SETLK, F_WRLCK, 0));
    MUST(read(a[0], &c, 1));
    MUST(write(b[1], "x", 1));
    results[0] = lock(F_SETLKW, F_WRLCK, 1) == -1 ? errno : 0;
    lock(F_SETLK, F_UNLCK, 0);
    lock(F_SETLK, F_UNLCK, 1);
    EQ(4, read(a[0], &results[1], sizeof results[1]));
    CHECK((results[0] == EDEADLK && results[1] == 0) || (results[1] == EDEADLK && results[0] == 0));
    STR("exit 0", reap(pid));
    return finish();
}

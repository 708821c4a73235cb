// RLIMIT_FSIZE: writing over it is cut, then SIGXFSZ or EFBIG; pipes are not concerned.
#include "../test.h"
#include <sys/resource.h>

static volatile sig_atomic_t count;
static void on_signal(int signal) { (void)signal, count++; }

int main(void) {
    static char block[8192];
    int fd = MUST(open("file", O_RDWR | O_CREAT, 0600));
    pid_t pid = xfork();
    if (pid == 0) {
        MUST(setrlimit(RLIMIT_FSIZE, &(struct rlimit){5000, 5000}));
        handle(SIGXFSZ, SIG_DFL, 0);
        int scratch = MUST(open("scratch", O_RDWR | O_CREAT, 0600));
        if (write(scratch, block, 8192) != 5000) _exit(1); // the part that fits
        write(scratch, block, 1);
        _exit(2);
    }
    STR("killed by SIGXFSZ", reap(pid));
    int p[2];
    MUST(pipe(p));
    OK(setrlimit(RLIMIT_FSIZE, &(struct rlimit){5000, 5000}));
    handle(SIGXFSZ, on_signal, 0);
    EQ(5000, write(fd, block, 8192));
    EQ(0, count);
    int result = write(fd, block, 1), error = errno;
    EQ(1, count);
    CHECK(result == -1 && error == EFBIG);
    result = ftruncate(fd, 5001), error = errno;
    CHECK(result == -1 && error == EFBIG);
    EQ(2, count);
    EQ(5000, lseek(fd, 0, SEEK_END));
    EQ(100, pwrite(fd, block, 8192, 4900));
    EQ(5000, pwrite(fd, block, 5000, 0)); // over what is there
    result = posix_fallocate(fd, 0, 6000);
    EQ(EFBIG, result);
    handle(SIGXFSZ, SIG_IGN, 0);
    ERR(EFBIG, write(fd, block, 1));
    EQ(8192, write(p[1], block, 8192));
    return finish();
}

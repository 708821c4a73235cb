// Across exec: descriptors stay open with their offsets, those with FD_CLOEXEC close, numbers and flags stay.
#include "../test.h"

int main(int argc, char **argv) {
    if (argc > 1) {
        char buffer[8] = {0};
        CHECK(fcntl(10, F_GETFD) == 0);
        ERR(EBADF, fcntl(11, F_GETFD));
        ERR(EBADF, fcntl(12, F_GETFD));
        CHECK(fcntl(13, F_GETFD) == 0);
        ERR(EBADF, fcntl(14, F_GETFD));
        EQ(5, lseek(10, 0, SEEK_CUR));
        EQ(3, read(10, buffer, 3));
        STR("567", buffer);
        CHECK(fcntl(13, F_GETFL) & O_NONBLOCK);
        EQ(3, open("/dev/null", O_RDONLY)); // the lowest free number
        return finish();
    }
    put("file", "0123456789");
    for (int i = 3; i < 20; i++) close(i);
    int fd = MUST(open("file", O_RDONLY)), p[2];
    MUST(lseek(fd, 5, SEEK_SET));
    MUST(dup2(fd, 10));
    MUST(dup3(fd, 11, O_CLOEXEC));
    MUST(fcntl(fd, F_DUPFD_CLOEXEC, 12));
    MUST(pipe2(p, O_NONBLOCK | O_CLOEXEC));
    MUST(dup2(p[0], 13)); // dup clears the flag of the new one
    MUST(dup2(fd, 14));
    MUST(fcntl(14, F_SETFD, FD_CLOEXEC));
    close(fd), close(p[0]), close(p[1]);
    pid_t pid = xfork();
    if (pid == 0) execl(argv[0], argv[0], "child", NULL), _exit(9);
    STR("exit 0", reap(pid));
    EQ(8, lseek(10, 0, SEEK_CUR)); // the open file is shared
    EQ(FD_CLOEXEC, fcntl(11, F_GETFD));
    pid = xfork();
    if (pid == 0) { // a failed exec closes nothing
        execl("/no/such/program", "x", NULL);
        _exit(fcntl(11, F_GETFD) == FD_CLOEXEC && fcntl(14, F_GETFD) == FD_CLOEXEC ? 0 : 1);
    }
    STR("exit 0", reap(pid));
    return finish();
}

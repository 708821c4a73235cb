// dup, dup2, dup3, F_DUPFD: lowest number, shared offset, flags of the descriptor and of the file, close_range.
#include "../test.h"
#include <linux/close_range.h>

int main(void) {
    char c;
    for (int i = 3; i < 100; i++) close(i);
    put("file", "0123456789");
    int fd = MUST(open("file", O_RDONLY));
    EQ(3, fd);
    EQ(4, dup(fd));
    MUST(read(fd, &c, 1));
    MUST(read(4, &c, 1));
    EQ('1', c); // one offset
    EQ(2, lseek(fd, 0, SEEK_CUR));
    EQ(10, dup2(fd, 10));
    EQ(3, dup2(fd, 3)); // onto itself: nothing
    ERR(EINVAL, dup3(fd, 3, 0));
    ERR(EINVAL, dup3(fd, 11, O_APPEND));
    EQ(11, dup3(fd, 11, O_CLOEXEC));
    EQ(FD_CLOEXEC, fcntl(11, F_GETFD));
    EQ(0, fcntl(10, F_GETFD));
    EQ(5, fcntl(fd, F_DUPFD, 0));
    EQ(12, fcntl(fd, F_DUPFD, 10)); // the lowest free one from there
    EQ(13, fcntl(fd, F_DUPFD_CLOEXEC, 10));
    EQ(FD_CLOEXEC, fcntl(13, F_GETFD));
    OK(close(4));
    EQ(4, open("file", O_WRONLY)); // the gap
    EQ(4, dup2(fd, 4)); // closes what was there
    EQ(1, read(4, &c, 1));
    ERR(EBADF, dup(99));
    ERR(EBADF, dup2(99, 4));
    EQ(1, read(4, &c, 1)); // which has not been closed by that
    ERR(EBADF, dup2(fd, -1));
    ERR(EBADF, dup2(99, 99));
    EQ(O_RDONLY, fcntl(fd, F_GETFL) & O_ACCMODE);
    OK(fcntl(10, F_SETFL, O_NONBLOCK | O_APPEND));
    EQ(O_NONBLOCK | O_APPEND, fcntl(fd, F_GETFL) & (O_NONBLOCK | O_APPEND)); // of the file
    OK(fcntl(fd, F_SETFL, O_RDWR)); // the access mode cannot be changed
    EQ(O_RDONLY, fcntl(10, F_GETFL) & O_ACCMODE);
    if (syscall(SYS_close_range, 12, 13, CLOSE_RANGE_CLOEXEC)) FAIL_AT("close_range: %s", errname(errno));
    EQ(FD_CLOEXEC, fcntl(12, F_GETFD));
    OK(syscall(SYS_close_range, 4, ~0U, 0));
    ERR(EBADF, fcntl(4, F_GETFD));
    ERR(EBADF, fcntl(13, F_GETFD));
    EQ(0, fcntl(3, F_GETFD));
    ERR(EINVAL, syscall(SYS_close_range, 5, 4, 0));
    ERR(EINVAL, syscall(SYS_close_range, 5, 6, 0x100));
    EQ(6, (dup2(fd, 5), dup2(fd, 6)));
    OK(syscall(SYS_close_range, 6, 7, CLOSE_RANGE_UNSHARE));
    CHECK(fcntl(5, F_GETFD) == 0 && fcntl(6, F_GETFD) == -1);
    ERR(EINVAL, fcntl(fd, 9999));
    return finish();
}

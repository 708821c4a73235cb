// ioctl and fcntl on files, pipes and others: FIONREAD, FIONBIO, FIOCLEX, ENOTTY where nothing fits.
#include "../test.h"
#include <sys/ioctl.h>
#include <termios.h>

int main(void) {
    int n = -1, p[2], fd = MUST(open("file", O_RDWR | O_CREAT, 0600));
    struct termios t;
    MUST(pipe(p));
    MUST(write(fd, "0123456789", 10));
    MUST(lseek(fd, 3, SEEK_SET));
    OK(ioctl(fd, FIONREAD, &n));
    EQ(7, n); // up to the end
    OK(ioctl(p[0], FIONREAD, &n));
    EQ(0, n);
    OK(ioctl(p[0], FIONBIO, &(int){1}));
    CHECK(fcntl(p[0], F_GETFL) & O_NONBLOCK);
    OK(ioctl(p[0], FIONBIO, &(int){0}));
    CHECK(!(fcntl(p[0], F_GETFL) & O_NONBLOCK));
    OK(ioctl(fd, FIOCLEX));
    EQ(FD_CLOEXEC, fcntl(fd, F_GETFD));
    OK(ioctl(fd, FIONCLEX));
    EQ(0, fcntl(fd, F_GETFD));
    ERR(ENOTTY, ioctl(fd, TCGETS, &t));
    ERR(ENOTTY, ioctl(p[0], TIOCGWINSZ, &n));
    ERR(ENOTTY, ioctl(fd, 0x12345678, &n));
    ERR(EBADF, ioctl(99, FIONREAD, &n));
    ERR(EFAULT, ioctl(fd, FIONREAD, 16));
    ERR(EFAULT, ioctl(p[0], FIONBIO, 16));
    CHECK(!isatty(fd) && errno == ENOTTY);
    CHECK(ttyname(fd) == NULL);
    OK(fcntl(fd, F_SETFL, O_NONBLOCK | O_CREAT | O_EXCL | O_WRONLY)); // only some flags can be changed
    EQ(O_RDWR | O_NONBLOCK, fcntl(fd, F_GETFL) & ~0100000); // without O_LARGEFILE
    OK(fcntl(fd, F_SETFL, 0));
    OK(fcntl(fd, F_SETFD, 0x7ffffffe)); // only the lowest bit counts
    EQ(0, fcntl(fd, F_GETFD));
    ERR(EBADF, fcntl(99, F_GETFD));
    ERR(EBADF, fcntl(-1, F_GETFL));
    return finish();
}

// The size of a pipe: asked, changed, refused; FIONREAD; what fstat says; packet mode keeps messages apart.
#include "../test.h"
#include <sys/ioctl.h>

int main(void) {
    static char block[200000];
    int p[2], n = -1;
    MUST(pipe2(p, O_NONBLOCK));
    EQ(65536, fcntl(p[0], F_GETPIPE_SZ));
    EQ(131072, fcntl(p[1], F_SETPIPE_SZ, 131072));
    EQ(131072, fcntl(p[0], F_GETPIPE_SZ));
    EQ(131072, write(p[1], block, sizeof block));
    ERR(EBUSY, fcntl(p[1], F_SETPIPE_SZ, 4096)); // there is more in it than that
    OK(ioctl(p[0], FIONREAD, &n));
    EQ(131072, n);
    EQ(131072, read(p[0], block, sizeof block));
    EQ(4096, fcntl(p[0], F_SETPIPE_SZ, 100)); // rounded up to a page
    EQ(4096, write(p[1], block, sizeof block));
    OK(ioctl(p[1], FIONREAD, &n));
    EQ(4096, n);
    EQ(16384, fcntl(p[0], F_SETPIPE_SZ, 10000)); // to a power of two
    EQ(12288, write(p[1], block, sizeof block));
    ERR(EBADF, fcntl(MUST(open("/dev/null", O_RDWR)), F_GETPIPE_SZ));
    struct stat a, b;
    MUST(fstat(p[0], &a));
    MUST(fstat(p[1], &b));
    CHECK(a.st_ino == b.st_ino && a.st_dev == b.st_dev && a.st_size == 0 && a.st_uid == getuid());
    EQ(0600, a.st_mode & 0777);
    drop_root();
    ERR(EPERM, fcntl(p[0], F_SETPIPE_SZ, 1 << 28));
    MUST(pipe2(p, O_DIRECT | O_NONBLOCK)); // packets
    EQ(3, write(p[1], "one", 3));
    EQ(5, write(p[1], "three", 5));
    EQ(3, read(p[0], block, sizeof block));
    EQ(2, read(p[0], block, 2)); // the rest of a packet is lost
    ERR(EAGAIN, read(p[0], block, sizeof block));
    return finish();
}

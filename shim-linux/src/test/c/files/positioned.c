// pread, pwrite, readv, writev, preadv2: offsets stay, vectors fill in order, limits of vectors.
#include "../test.h"
#include <sys/uio.h>

int main(void) {
    char a[4] = {0}, b[8] = {0}, c[4] = {0};
    int fd = MUST(open("file", O_RDWR | O_CREAT, 0600));
    struct iovec w[3] = {{"one", 3}, {"", 0}, {"two34", 5}};
    EQ(8, writev(fd, w, 3));
    EQ(8, lseek(fd, 0, SEEK_CUR));
    EQ(4, pwrite(fd, "ABCD", 4, 2));
    EQ(8, lseek(fd, 0, SEEK_CUR));
    struct iovec r[3] = {{a, 3}, {b, 4}, {c, 3}};
    EQ(8, preadv(fd, r, 3, 0));
    CHECK(!memcmp(a, "onA", 3) && !memcmp(b, "BCD3", 4) && c[0] == '4');
    EQ(0, lseek(fd, 0, SEEK_SET));
    EQ(8, readv(fd, r, 3));
    EQ(8, lseek(fd, 0, SEEK_CUR));
    EQ(0, readv(fd, r, 3));
    EQ(5, pwritev(fd, (struct iovec[2]){{"xy", 2}, {"zzz", 3}}, 2, 6));
    EQ(11, lseek(fd, 0, SEEK_END));
    EQ(2, preadv2(fd, r, 1, 9, 0));
    EQ(11, lseek(fd, 0, SEEK_CUR));
    lseek(fd, 0, SEEK_SET);
    EQ(3, preadv2(fd, r, 1, -1, 0)); // -1: the current offset
    EQ(3, lseek(fd, 0, SEEK_CUR));
    EQ(1, pwritev2(fd, (struct iovec[1]){{"+", 1}}, 1, 0, RWF_APPEND)); // at the end, whatever the offset
    EQ(12, lseek(fd, 0, SEEK_END));
    EQ(0, pread(fd, a, 3, 100));
    ERR(EINVAL, pread(fd, a, 3, -1));
    ERR(EINVAL, pwrite(fd, a, 3, -1));
    EQ(0, readv(fd, r, 0));
    ERR(EINVAL, readv(fd, r, -1));
    ERR(EINVAL, readv(fd, r, 1025));
    struct iovec bad[2] = {{a, 3}, {b, -1}};
    ERR(EINVAL, readv(fd, bad, 2));
    ERR(EFAULT, readv(fd, (struct iovec *)16, 1));
    ERR(EOPNOTSUPP, preadv2(fd, r, 1, 0, 0x1000000));
    struct iovec many[1024];
    char bytes[1024];
    memset(bytes, 'm', sizeof bytes);
    for (int i = 0; i < 1024; i++) many[i] = (struct iovec){bytes + i, 1};
    EQ(1024, pwritev(fd, many, 1024, 0));
    EQ(1024, lseek(fd, 0, SEEK_END));
    int ap = MUST(open("file", O_WRONLY | O_APPEND));
    EQ(1, pwrite(ap, "E", 1, 0)); // Linux appends all the same
    EQ(1025, lseek(fd, 0, SEEK_END));
    EQ('m', (pread(fd, a, 1, 0), a[0]));
    return finish();
}

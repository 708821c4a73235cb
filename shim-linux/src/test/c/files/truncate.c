// truncate and ftruncate: shrinking cuts, growing adds zeroes, offsets stay; errors.
#include "../test.h"

int main(void) {
    char buffer[16];
    int fd = MUST(open("file", O_RDWR | O_CREAT, 0600));
    EQ(10, write(fd, "0123456789", 10));
    OK(ftruncate(fd, 4));
    EQ(10, lseek(fd, 0, SEEK_CUR));
    EQ(0, read(fd, buffer, 1));
    OK(truncate("file", 8));
    memset(buffer, 'x', sizeof buffer);
    EQ(8, pread(fd, buffer, sizeof buffer, 0));
    CHECK(!memcmp(buffer, "0123\0\0\0\0xx", 10)); // what was cut does not come back
    EQ(1, write(fd, "z", 1)); // at ten, behind the end
    EQ(11, lseek(fd, 0, SEEK_END));
    OK(ftruncate(fd, 0));
    EQ(0, lseek(fd, 0, SEEK_END));
    OK(ftruncate(fd, 5L << 30)); // beyond four gigabytes
    EQ(5L << 30, lseek(fd, 0, SEEK_END));
    EQ(3, pwrite(fd, "end", 3, (5L << 30) - 3));
    EQ(3, pread(fd, buffer, 16, (5L << 30) - 3));
    CHECK(!memcmp(buffer, "end", 3));
    EQ(1, pread(fd, buffer, 1, 3L << 30));
    EQ(0, buffer[0]);
    OK(ftruncate(fd, 0));
    MUST(mkdir("d", 0755));
    ERR(EINVAL, ftruncate(fd, -1));
    ERR(EINVAL, truncate("file", -1));
    ERR(EISDIR, truncate("d", 0));
    ERR(ENOENT, truncate("missing", 0));
    ERR(EBADF, ftruncate(99, 0));
    int ro = MUST(open("file", O_RDONLY)), dir = MUST(open("d", O_RDONLY)), p[2];
    MUST(pipe(p));
    ERR(EINVAL, ftruncate(ro, 0));
    ERR(EINVAL, ftruncate(dir, 0));
    ERR(EINVAL, ftruncate(p[1], 0));
    int other = MUST(open("file", O_WRONLY | O_TRUNC)); // O_TRUNC is seen by others
    MUST(write(fd, "new text", 8));
    close(MUST(open("file", O_WRONLY | O_TRUNC)));
    EQ(0, lseek(other, 0, SEEK_END));
    return finish();
}

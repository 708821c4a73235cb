// fallocate: room, keeping the size, punching holes, zeroing; what is not supported says so.
#include "../test.h"

#ifndef FALLOC_FL_KEEP_SIZE
#include <linux/falloc.h>
#endif

int main(void) {
    char buffer[16384];
    struct stat s;
    int fd = MUST(open("file", O_RDWR | O_CREAT, 0600));
    OK(fallocate(fd, 0, 0, 10000));
    MUST(fstat(fd, &s));
    EQ(10000, s.st_size);
    CHECK(s.st_blocks >= 10000 / 512);
    EQ(10000, read(fd, buffer, sizeof buffer));
    CHECK(!buffer[0] && !memcmp(buffer, buffer + 1, 9999));
    OK(fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 20000));
    MUST(fstat(fd, &s));
    EQ(10000, s.st_size);
    memset(buffer, 'x', sizeof buffer);
    EQ(16384, pwrite(fd, buffer, 16384, 0));
    OK(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 4096, 4096));
    OK(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 12288 + 10, 20)); // within a page
    MUST(fstat(fd, &s));
    EQ(16384, s.st_size);
    EQ(16384, pread(fd, buffer, 16384, 0));
    bool good = true;
    for (int i = 0; i < 16384; i++) {
        bool hole = (i >= 4096 && i < 8192) || (i >= 12298 && i < 12318);
        good &= buffer[i] == (hole ? 0 : 'x');
    }
    CHECK(good);
    OK(fallocate(fd, 0, 16000, 1000)); // grows, keeps what is there
    MUST(fstat(fd, &s));
    EQ(17000, s.st_size);
    EQ(1, pread(fd, buffer, 1, 16001));
    EQ('x', buffer[0]);
    RET(0, posix_fallocate(fd, 0, 30000));
    MUST(fstat(fd, &s));
    EQ(30000, s.st_size);
    ERR(EINVAL, fallocate(fd, 0, 0, 0));
    ERR(EINVAL, fallocate(fd, 0, -1, 10));
    ERR(EOPNOTSUPP, fallocate(fd, FALLOC_FL_PUNCH_HOLE, 0, 10)); // must keep the size
    ERR(EOPNOTSUPP, fallocate(fd, 0x1000, 0, 10));
    ERR(EBADF, fallocate(MUST(open("file", O_RDONLY)), 0, 0, 10));
    ERR(EBADF, fallocate(99, 0, 0, 10));
    int p[2];
    MUST(pipe(p));
    ERR(ESPIPE, fallocate(p[1], 0, 0, 10));
    ERR(EFBIG, fallocate(fd, 0, INT64_MAX - 5, 10));
    return finish();
}

// SEEK_DATA and SEEK_HOLE: every byte that is not zero lies in data, the end is a hole, errors beyond the end.
#include "../test.h"

int main(void) {
    char block[4096];
    int fd = MUST(open("file", O_RDWR | O_CREAT, 0600));
    memset(block, 'd', sizeof block);
    MUST(pwrite(fd, block, sizeof block, 1 << 20));
    MUST(pwrite(fd, block, sizeof block, 3 << 20));
    MUST(ftruncate(fd, 5 << 20));
    off_t data = lseek(fd, 0, SEEK_DATA); // a file system may know no holes: then it is 0
    CHECK(data >= 0 && data <= 1 << 20);
    CHECK(lseek(fd, 1 << 20, SEEK_DATA) == 1 << 20);
    off_t hole = lseek(fd, 1 << 20, SEEK_HOLE);
    CHECK(hole >= (1 << 20) + 4096 && hole <= 5 << 20);
    CHECK(lseek(fd, 0, SEEK_CUR) == hole); // it does move the offset
    CHECK(lseek(fd, 3 << 20, SEEK_DATA) == 3 << 20);
    CHECK(lseek(fd, (5 << 20) - 1, SEEK_HOLE) >= (5 << 20) - 1);
    ERR(ENXIO, lseek(fd, 5 << 20, SEEK_DATA));
    ERR(ENXIO, lseek(fd, 5 << 20, SEEK_HOLE));
    long total = 0; // copy as cp does
    int out = MUST(open("copy", O_RDWR | O_CREAT, 0600));
    off_t at = 0;
    while ((data = lseek(fd, at, SEEK_DATA)) != -1) {
        hole = lseek(fd, data, SEEK_HOLE);
        for (at = data; at < hole;) {
            long want = hole - at > 4096 ? 4096 : hole - at;
            MUST(pread(fd, block, want, at));
            MUST(pwrite(out, block, want, at));
            at += want, total += want;
        }
    }
    EQ(ENXIO, errno);
    CHECK(total >= 8192 && total <= 5 << 20);
    MUST(ftruncate(out, 5 << 20));
    EQ(0, system("cmp file copy"));
    EQ(0, lseek(MUST(open("empty", O_RDWR | O_CREAT, 0600)), 0, SEEK_END));
    ERR(ENXIO, lseek(MUST(open("empty", O_RDONLY)), 0, SEEK_HOLE));
    return finish();
}

// copy_file_range: contents and offsets, cut at the end, within one file, errors; FICLONE may be refused cleanly.
#include "../test.h"
#include <linux/fs.h>
#include <sys/ioctl.h>

int main(void) {
    put("in", "0123456789");
    int in = MUST(open("in", O_RDWR)), out = MUST(open("out", O_RDWR | O_CREAT, 0600));
    EQ(4, copy_file_range(in, NULL, out, NULL, 4, 0));
    EQ(4, lseek(in, 0, SEEK_CUR));
    EQ(4, lseek(out, 0, SEEK_CUR));
    off_t from = 6, to = 10;
    EQ(4, copy_file_range(in, &from, out, &to, 100, 0)); // what there is
    CHECK(from == 10 && to == 14);
    EQ(4, lseek(in, 0, SEEK_CUR));
    EQ(0, copy_file_range(in, &from, out, &to, 100, 0));
    EQ(14, lseek(out, 0, SEEK_END));
    char buffer[32] = {0};
    EQ(14, pread(out, buffer, sizeof buffer, 0));
    CHECK(!memcmp(buffer, "0123\0\0\0\0\0\0" "6789", 14));
    from = 0, to = 5;
    EQ(3, copy_file_range(in, &from, in, &to, 3, 0)); // within one file
    STR("0123401289", get("in"));
    from = 0, to = 2;
    ERR(EINVAL, copy_file_range(in, &from, in, &to, 5, 0)); // overlapping
    EQ(0, copy_file_range(in, NULL, out, NULL, 0, 0));
    ERR(EINVAL, copy_file_range(in, NULL, out, NULL, 1, 1));
    ERR(EBADF, copy_file_range(99, NULL, out, NULL, 1, 0));
    int ro = MUST(open("in", O_RDONLY)), dir = MUST(open(".", O_RDONLY)), p[2];
    MUST(pipe(p));
    ERR(EBADF, copy_file_range(in, NULL, ro, NULL, 1, 0));
    ERR(EISDIR, copy_file_range(dir, NULL, out, NULL, 1, 0));
    ERR(EINVAL, copy_file_range(p[0], NULL, out, NULL, 1, 0));
    int append = MUST(open("out", O_WRONLY | O_APPEND));
    ERR(EBADF, copy_file_range(in, NULL, append, NULL, 1, 0));
    int clone = ioctl(out, FICLONE, in);
    CHECK(clone == 0 || errno == EOPNOTSUPP || errno == EXDEV || errno == EINVAL);
    return finish();
}

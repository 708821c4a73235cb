// splice, tee and vmsplice: move between pipe and file, copy between pipes, with offsets; errors.
#include "../test.h"
#include <sys/uio.h>

int main(void) {
    char buffer[64] = {0};
    int a[2], b[2];
    MUST(pipe2(a, O_NONBLOCK));
    MUST(pipe2(b, O_NONBLOCK));
    put("in", "0123456789abcdef");
    int in = MUST(open("in", O_RDONLY)), out = MUST(open("out", O_RDWR | O_CREAT, 0600));
    EQ(4, splice(in, NULL, a[1], NULL, 4, 0));
    EQ(4, lseek(in, 0, SEEK_CUR));
    off_t offset = 10;
    EQ(6, splice(in, &offset, a[1], NULL, 100, SPLICE_F_MOVE));
    EQ(16, offset);
    EQ(4, lseek(in, 0, SEEK_CUR)); // the given offset was used
    EQ(10, tee(a[0], b[1], 100, 0)); // copies, takes nothing away
    EQ(10, read(b[0], buffer, sizeof buffer));
    STR("0123abcdef", buffer);
    offset = 2;
    EQ(3, splice(a[0], NULL, out, &offset, 3, 0));
    EQ(5, offset);
    EQ(7, splice(a[0], NULL, out, NULL, 100, 0));
    ERR(EAGAIN, splice(a[0], NULL, out, NULL, 1, SPLICE_F_NONBLOCK));
    memset(buffer, 0, sizeof buffer);
    EQ(7, pread(out, buffer, sizeof buffer, 0));
    STR("3abcdef", buffer);
    EQ(5, write(a[1], "pipes", 5));
    EQ(5, splice(a[0], NULL, b[1], NULL, 100, 0)); // pipe to pipe
    EQ(5, read(b[0], buffer, sizeof buffer));
    struct iovec v[2] = {{"vm", 2}, {"splice", 6}};
    EQ(8, vmsplice(a[1], v, 2, 0));
    EQ(8, read(a[0], buffer, sizeof buffer));
    CHECK(!memcmp(buffer, "vmsplice", 8));
    ERR(EAGAIN, tee(a[0], b[1], 10, SPLICE_F_NONBLOCK));
    ERR(EINVAL, splice(in, NULL, out, NULL, 1, 0)); // one of them must be a pipe
    ERR(ESPIPE, splice(a[0], &offset, out, NULL, 1, 0));
    ERR(EBADF, splice(out, NULL, a[0], NULL, 1, 0)); // wrong end
    ERR(EINVAL, tee(a[0], a[1], 1, 0));
    ERR(EINVAL, tee(in, a[1], 1, 0));
    ERR(EBADF, vmsplice(out, v, 2, 0));
    ERR(EINVAL, splice(in, NULL, a[1], NULL, 1, 0x100));
    EQ(0, splice(in, NULL, a[1], NULL, 0, 0));
    close(a[1]);
    EQ(0, splice(a[0], NULL, out, NULL, 10, 0)); // the end
    return finish();
}

// The devices under other calls: poll, sendfile, splice, copy through them, mapping of /dev/zero, O_TRUNC on /dev/null.
#include "../test.h"
#include <poll.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/uio.h>

int main(void) {
    static char block[100000];
    int null = MUST(open("/dev/null", O_RDWR)), zero = MUST(open("/dev/zero", O_RDWR)), p[2];
    int full = MUST(open("/dev/full", O_RDWR));
    int out = MUST(open("out", O_RDWR | O_CREAT, 0600));
    MUST(pipe(p));
    struct pollfd f[3] = {{null, POLLIN | POLLOUT, 0}, {zero, POLLIN | POLLOUT, 0}, {full, POLLIN | POLLOUT, 0}};
    EQ(3, poll(f, 3, 0));
    CHECK(f[0].revents == (POLLIN | POLLOUT) && f[1].revents == (POLLIN | POLLOUT));
    memset(block, 'x', sizeof block);
    EQ(100000, read(zero, block, sizeof block));
    CHECK(!block[0] && !block[99999]);
    EQ(100000, write(null, block, sizeof block));
    memset(block, 'x', sizeof block);
    struct iovec v[2] = {{block, 10}, {block + 20, 10}};
    EQ(20, readv(zero, v, 2));
    CHECK(block[9] == 0 && block[10] == 'x' && block[29] == 0 && block[30] == 'x');
    MUST(write(out, "content", 7));
    EQ(7, sendfile(null, out, &(off_t){0}, 100));
    ERR(EINVAL, sendfile(out, null, NULL, 100));
    MUST(write(p[1], "pipe", 4));
    EQ(4, splice(p[0], NULL, null, NULL, 100, 0));
    EQ(5, pread(zero, block, 5, 12345));
    EQ(0, pread(null, block, 5, 12345));
    EQ(5, pwrite(null, block, 5, 12345));
    char *m = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, zero, 0));
    m[0] = 1;
    char *n = MUST(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, zero, 0));
    EQ(0, n[0]);
    OK(close(open("/dev/null", O_WRONLY | O_TRUNC | O_CREAT | O_APPEND, 0644)));
    ERR(EEXIST, open("/dev/null", O_WRONLY | O_CREAT | O_EXCL, 0644));
    ERR(EINVAL, ftruncate(null, 0));
    struct stat s;
    OK(fstat(null, &s));
    EQ(0, s.st_size);
    EQ(0666, s.st_mode & 0777);
    return finish();
}

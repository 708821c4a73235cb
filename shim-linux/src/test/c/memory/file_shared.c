// A shared file mapping, read and write see each other at once, in one process and between two.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    char buffer[16] = {0};
    int fd = MUST(open("file", O_RDWR | O_CREAT, 0600));
    MUST(ftruncate(fd, 3 * 4096));
    char *p = MUST(mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
    char *q = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 4096));
    CHECK(p[0] == 0 && q[4095] == 0);
    memcpy(p + 4096, "mapped", 6);
    CHECK(!memcmp(q, "mapped", 6));
    EQ(6, pread(fd, buffer, 6, 4096));
    STR("mapped", buffer);
    EQ(7, pwrite(fd, "written", 7, 4090)); // over a page boundary
    CHECK(!memcmp(p + 4090, "written", 7) && q[0] == 'n');
    pid_t pid = xfork();
    if (pid == 0) {
        int own = MUST(open("file", O_RDWR)); // by another descriptor and another mapping
        char *r = MUST(mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, own, 0));
        CHECK(r[4096] == 'n');
        r[2 * 4096] = 'c';
        p[2 * 4096 + 1] = 'd';
        MUST(pwrite(own, "e", 1, 2 * 4096 + 2));
        return finish();
    }
    STR("exit 0", reap(pid));
    CHECK(!memcmp(p + 2 * 4096, "cde", 3));
    STR("exit 0", reap((pid = xfork()) ? pid : (p[0] = 'f', _exit(0), 0)));
    EQ(1, pread(fd, buffer, 1, 0));
    EQ('f', buffer[0]);
    OK(msync(p, 3 * 4096, MS_SYNC));
    OK(msync(p, 4096, MS_ASYNC));
    OK(msync(p, 4096, MS_SYNC | MS_INVALIDATE));
    ERR(EINVAL, msync(p, 4096, MS_SYNC | MS_ASYNC));
    ERR(EINVAL, msync(p + 1, 4096, MS_SYNC));
    OK(munmap(p, 3 * 4096));
    ERR(ENOMEM, msync(p, 4096, MS_SYNC));
    EQ('n', q[0]);
    OK(unlink("file"));
    q[0] = 'u';
    EQ(1, pread(fd, buffer, 1, 4096));
    EQ('u', buffer[0]);
    return finish();
}

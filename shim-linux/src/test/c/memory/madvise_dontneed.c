// MADV_DONTNEED: private anonymous pages are zero at once, private file pages read the file again, shared stay.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    const int rw = PROT_READ | PROT_WRITE;
    char *p = MUST(mmap(NULL, 4 * 4096, rw, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    memset(p, 'x', 4 * 4096);
    OK(madvise(p + 4096, 2 * 4096, MADV_DONTNEED));
    CHECK(p[4095] == 'x' && p[4096] == 0 && p[3 * 4096 - 1] == 0 && p[3 * 4096] == 'x');
    p[4096] = 'y';
    EQ('y', p[4096]);
    OK(madvise(p + 4096, 1, MADV_DONTNEED)); // the length is rounded up
    EQ(0, p[4096]);
    MUST(mprotect(p, 4096, PROT_READ)); // also where writing is forbidden
    OK(madvise(p, 4096, MADV_DONTNEED));
    EQ(0, p[0]);
    put("file", "original");
    int fd = MUST(open("file", O_RDWR));
    char *f = MUST(mmap(NULL, 4096, rw, MAP_PRIVATE, fd, 0));
    memcpy(f, "changed!", 8);
    OK(madvise(f, 4096, MADV_DONTNEED));
    CHECK(!memcmp(f, "original", 8));
    char *s = MUST(mmap(NULL, 4096, rw, MAP_SHARED, fd, 0));
    memcpy(s, "writing.", 8);
    OK(madvise(s, 4096, MADV_DONTNEED));
    CHECK(!memcmp(s, "writing.", 8));
    char *a = MUST(mmap(NULL, 4096, rw, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    a[0] = 'a';
    OK(madvise(a, 4096, MADV_DONTNEED));
    EQ('a', a[0]);
    pid_t pid = xfork(); // the child's pages are its own
    if (pid == 0) {
        p[3 * 4096] = 'c';
        madvise(p + 3 * 4096, 4096, MADV_DONTNEED);
        _exit(p[3 * 4096]);
    }
    STR("exit 0", reap(pid));
    EQ('x', p[3 * 4096]);
    ERR(EINVAL, madvise(p + 1, 4096, MADV_DONTNEED));
    ERR(EINVAL, madvise(p, 4096, 999));
    OK(madvise(p, 0, MADV_DONTNEED));
    MUST(munmap(p + 4096, 4096));
    ERR(ENOMEM, madvise(p, 4 * 4096, MADV_DONTNEED)); // done around the hole all the same
    EQ(0, p[3 * 4096]);
    return finish();
}

// Single pages of a shared file, in another order than in the file, between private ones and holes; through fork.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    enum { COUNT = 300 };
    char *p = MUST(mmap(NULL, COUNT * 2 * 4096L, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
    int fd = MUST(memfd_create("shared", 0));
    MUST(ftruncate(fd, COUNT * 4096L));
    for (long i = 0; i < COUNT; i++) { // writable, file, hole; in turn
        char *here = p + i * 2 * 4096;
        if (i % 3 == 0) MUST(mprotect(here, 4096, PROT_READ | PROT_WRITE));
        else if (i % 3 == 1) MUST(mmap(here, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, i * 4096));
        else MUST(munmap(here, 4096));
        if (i % 3 != 2) *(long *)here = i;
    }
    long wrong = 0;
    pid_t pid = xfork();
    if (pid == 0) {
        for (long i = 0; i < COUNT; i++)
            if (i % 3 != 2) wrong += *(long *)(p + i * 2 * 4096) != i, *(long *)(p + i * 2 * 4096) = -i;
        _exit(wrong != 0);
    }
    STR("exit 0", reap(pid));
    for (long i = 0; i < COUNT; i++) // private ones are as they were, shared ones are the child's
        if (i % 3 != 2) wrong += *(long *)(p + i * 2 * 4096) != (i % 3 ? -i : i);
    EQ(0, wrong);
    return finish();
}

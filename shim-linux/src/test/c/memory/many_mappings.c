// Thousands of mappings: neighbours of different kinds, found again each, through fork, gone with one munmap.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    enum { COUNT = 3000 };
    char *p = MUST(mmap(NULL, COUNT * 2 * 4096L, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
    int fd = MUST(memfd_create("file", 0));
    MUST(ftruncate(fd, COUNT * 4096L));
    for (long i = 1; i < COUNT; i += 3) MUST(pwrite(fd, &i, sizeof i, i * 4096) == sizeof i ? 0 : -1);
    for (long i = 0; i < COUNT; i++) { // writable, file, hole; in turn
        char *here = p + i * 2 * 4096;
        if (i % 3 == 0) MUST(mprotect(here, 4096, PROT_READ | PROT_WRITE));
        else if (i % 3 == 1) MUST(mmap(here, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd, i * 4096));
        else MUST(munmap(here, 4096));
        if (i % 3 == 0) *(long *)here = i;
    }
    long wrong = 0, lines = 0;
    for (long i = 0; i < COUNT; i++)
        if (i % 3 != 2) wrong += *(long *)(p + i * 2 * 4096) != i;
    EQ(0, wrong);
    FILE *f = fopen("/proc/self/maps", "r");
    for (int c; (c = getc(f)) != EOF;) lines += c == '\n';
    fclose(f);
    CHECK(lines > COUNT);
    pid_t pid = xfork();
    if (pid == 0) {
        for (long i = 0; i < COUNT; i++)
            if (i % 3 != 2) wrong += *(long *)(p + i * 2 * 4096) != i, *(long *)(p + i * 2 * 4096) = -i;
        _exit(wrong != 0);
    }
    STR("exit 0", reap(pid));
    for (long i = 0; i < COUNT; i++) // they are private, and as they were
        if (i % 3 != 2) wrong += *(long *)(p + i * 2 * 4096) != i;
    EQ(0, wrong);
    OK(munmap(p, COUNT * 2 * 4096L));
    ERR(ENOMEM, mincore(p, COUNT * 2 * 4096L, (unsigned char *)malloc(COUNT * 2)));
    return finish();
}

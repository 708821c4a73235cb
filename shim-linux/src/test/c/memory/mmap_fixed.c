// MAP_FIXED replaces what was there, MAP_FIXED_NOREPLACE refuses, a plain address is a hint.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    const int rw = PROT_READ | PROT_WRITE, anon = MAP_PRIVATE | MAP_ANONYMOUS;
    char *p = MUST(mmap(NULL, 5 * 4096, rw, anon, -1, 0));
    memset(p, 'p', 5 * 4096);
    CHECK(mmap(p + 4096, 2 * 4096, rw, anon | MAP_FIXED, -1, 0) == p + 4096);
    CHECK(p[4095] == 'p' && p[4096] == 0 && p[3 * 4096 - 1] == 0 && p[3 * 4096] == 'p');
    ERR(EEXIST, mmap(p + 4096, 4096, rw, anon | MAP_FIXED_NOREPLACE, -1, 0));
    ERR(EEXIST, mmap(p - 4096, 2 * 4096, rw, anon | MAP_FIXED_NOREPLACE, -1, 0));
    CHECK(p[0] == 'p');
    OK(munmap(p + 4096, 2 * 4096));
    ERR(EEXIST, mmap(p + 4096, 3 * 4096, rw, anon | MAP_FIXED_NOREPLACE, -1, 0));
    CHECK(mmap(p + 4096, 2 * 4096, rw, anon | MAP_FIXED_NOREPLACE, -1, 0) == p + 4096);
    CHECK(p[4096] == 0);
    char *hint = mmap(p, 4096, rw, anon, -1, 0); // taken: goes elsewhere
    CHECK(hint != MAP_FAILED && (hint < p || hint >= p + 5 * 4096));
    CHECK(p[0] == 'p');
    char *far = (char *)0x200000000000; // free: the hint is taken
    CHECK(mmap(far, 4096, rw, anon, -1, 0) == far);
    CHECK(mmap(far + 12345, 4096, rw, anon, -1, 0) == far + 12288);
    OK(munmap(far, 4 * 4096));
    char *below2g = mmap(NULL, 1 << 20, rw, anon | MAP_32BIT, -1, 0);
    CHECK((uintptr_t)below2g < 0x80000000u);
    return finish();
}

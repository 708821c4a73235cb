// mremap to a given place, and leaving the old range mapped but empty (MREMAP_DONTUNMAP).
#include "../test.h"
#include <sys/mman.h>
#ifndef MREMAP_DONTUNMAP
#define MREMAP_DONTUNMAP 4
#endif

int main(void) {
    const int rw = PROT_READ | PROT_WRITE, anon = MAP_PRIVATE | MAP_ANONYMOUS;
    char *area = MUST(mmap(NULL, 64 * 4096, rw, anon, -1, 0));
    char *from = area + 4096, *to = area + 32 * 4096;
    memset(area, '.', 64 * 4096);
    memset(from, 'f', 4 * 4096);
    CHECK(mremap(from, 4 * 4096, 4 * 4096, MREMAP_MAYMOVE | MREMAP_FIXED, to) == to);
    CHECK(to[0] == 'f' && to[4 * 4096 - 1] == 'f' && to[4 * 4096] == '.' && to[-1] == '.');
    ERR(ENOMEM, mincore(from, 4 * 4096, (unsigned char[4]){0}));
    CHECK(from[-1] == '.' && from[4 * 4096] == '.');
    ERR(EINVAL, mremap(to, 4096, 4096, MREMAP_FIXED, from)); // needs MAYMOVE
    ERR(EINVAL, mremap(to, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, from + 1));
    ERR(EINVAL, mremap(to, 2 * 4096, 2 * 4096, MREMAP_MAYMOVE | MREMAP_FIXED, to + 4096)); // overlap
    CHECK(mremap(to, 4 * 4096, 2 * 4096, MREMAP_MAYMOVE | MREMAP_FIXED, from) == from); // shrinks as it moves
    CHECK(from[0] == 'f' && from[2 * 4096 - 1] == 'f');
    ERR(ENOMEM, mincore(to + 3 * 4096, 4096, (unsigned char[1]){0}));
    char *copy = mremap(from, 2 * 4096, 2 * 4096, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, NULL);
    CHECK(copy != MAP_FAILED && copy != from);
    CHECK(copy[0] == 'f' && copy[8191] == 'f');
    CHECK(from[0] == 0 && from[8191] == 0); // still mapped, but its pages have left
    from[0] = 'n';
    CHECK(copy[0] == 'f');
    ERR(EINVAL, mremap(from, 4096, 8192, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, NULL)); // sizes must agree
    MUST(mprotect(copy, 4096, PROT_READ)); // a range over two mappings may not grow, but may shrink
    ERR(EFAULT, mremap(copy, 2 * 4096, 3 * 4096, MREMAP_MAYMOVE));
    CHECK(mremap(copy, 2 * 4096, 4096, 0) == copy);
    return finish();
}

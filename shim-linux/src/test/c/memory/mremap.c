// mremap: shrink, grow in place, grow by moving, refuse to move; contents follow and the rest is zero.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    const int rw = PROT_READ | PROT_WRITE, anon = MAP_PRIVATE | MAP_ANONYMOUS;
    char *area = MUST(mmap(NULL, 64 * 4096, PROT_NONE, anon, -1, 0)); // room that nobody else takes
    MUST(munmap(area, 64 * 4096));
    char *p = MUST(mmap(area, 8 * 4096, rw, anon | MAP_FIXED, -1, 0));
    for (int i = 0; i < 8; i++) p[i * 4096] = 'a' + i;
    CHECK(mremap(p, 8 * 4096, 3 * 4096, 0) == p);
    ERR(ENOMEM, mincore(p + 3 * 4096, 4096, (unsigned char[1]){0}));
    CHECK(mremap(p, 3 * 4096, 6 * 4096, 0) == p); // there is room behind it
    CHECK(p[2 * 4096] == 'c' && p[3 * 4096] == 0 && p[5 * 4096] == 0);
    MUST(mmap(p + 6 * 4096, 4096, rw, anon | MAP_FIXED, -1, 0)); // a wall
    p[6 * 4096] = 'w';
    MUST(mprotect(p + 6 * 4096, 4096, PROT_READ));
    ERR(ENOMEM, mremap(p, 6 * 4096, 7 * 4096, 0));
    char *q = mremap(p, 6 * 4096, 1000 * 4096, MREMAP_MAYMOVE);
    CHECK(q != MAP_FAILED && q != p);
    CHECK(q[0] == 'a' && q[2 * 4096] == 'c' && q[3 * 4096] == 0 && q[999 * 4096] == 0);
    ERR(ENOMEM, mincore(p, 4096, (unsigned char[1]){0})); // gone from the old place
    CHECK(p[6 * 4096] == 'w');
    CHECK(mremap(q, 1000 * 4096, 1000 * 4096, 0) == q);
    ERR(EINVAL, mremap(q + 1, 4096, 8192, MREMAP_MAYMOVE));
    ERR(EINVAL, mremap(q, 4096, 0, MREMAP_MAYMOVE));
    ERR(EINVAL, mremap(q, 4096, 8192, 0x100));
    ERR(EINVAL, mremap(q, 0, 8192, MREMAP_MAYMOVE)); // only a shared mapping can be doubled
    ERR(EFAULT, mremap(p, 4096, 8192, MREMAP_MAYMOVE));
    ERR(EFAULT, mremap(q + 999 * 4096, 2 * 4096, 4 * 4096, MREMAP_MAYMOVE)); // reaches over the end
    char *shared = MUST(mmap(NULL, 4096, rw, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    char *twin = mremap(shared, 0, 4096, MREMAP_MAYMOVE);
    CHECK(twin != MAP_FAILED && twin != shared);
    shared[7] = 's';
    CHECK(twin[7] == 's');
    char *block = malloc(200000); // realloc of a big block uses it
    memset(block, 'm', 200000);
    block = realloc(block, 30000000);
    CHECK(block[0] == 'm' && block[199999] == 'm');
    return finish();
}

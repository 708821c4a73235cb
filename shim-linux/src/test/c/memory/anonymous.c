// Anonymous mappings: page-aligned, zeroed, writable, apart from each other, gone after munmap.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    char *a = MUST(mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    char *b = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    CHECK((uintptr_t)a % 4096 == 0);
    CHECK(b + 4096 <= a || b >= a + 3 * 4096);
    bool zero = true;
    for (int i = 0; i < 3 * 4096; i++) zero &= a[i] == 0;
    CHECK(zero);
    memset(a, 'a', 3 * 4096);
    CHECK(b[0] == 0);
    OK(munmap(a, 3 * 4096));
    OK(munmap(a, 3 * 4096)); // unmapping nothing is no error
    char *c = MUST(mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    CHECK(c[0] == 0 && c[3 * 4096 - 1] == 0);
    char *large = MUST(mmap(NULL, 100 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    for (long i = 0; i < 100 << 20; i += 10 << 20) large[i] = i >> 20;
    EQ(90, large[90 << 20]);
    OK(munmap(large, 100 << 20));
    char *odd = MUST(mmap(NULL, 100, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    odd[4095] = 1; // lengths are rounded up to a page
    OK(munmap(odd, 1));
    return finish();
}

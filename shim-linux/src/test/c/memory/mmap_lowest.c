// The lowest address that everybody may map is 64 KiB.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    const int rw = PROT_READ | PROT_WRITE, fixed = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
    char *low = (char *)0x10000;
    CHECK(mmap(low, 4096, rw, fixed, -1, 0) == low);
    low[0] = 1;
    EQ(1, low[0]);
    return finish();
}

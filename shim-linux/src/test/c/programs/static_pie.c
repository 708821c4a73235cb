// cflags: -static-pie -fPIE
// A position-independent static program: it relocates itself, and is not at the address 0 it was linked for.
#include "../test.h"

static int target = 42;
static int *const pointer = &target; // needs a relative relocation
static int (*const function)(const char *, const char *) = strcmp; // may need an IRELATIVE one

int main(void) {
    CHECK(*pointer == 42);
    CHECK(function("a", "a") == 0);
    CHECK((uintptr_t)&target > 0x10000);
    CHECK((uintptr_t)&target % sizeof(int) == 0);
    extern const char __ehdr_start[];
    CHECK(!memcmp(__ehdr_start, "\177ELF", 4));
    return finish();
}

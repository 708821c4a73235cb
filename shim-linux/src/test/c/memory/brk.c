// The program break: grows without a gap, holds zeroes, shrinks, and grows zeroed again.
#include "../test.h"

int main(void) {
    char *start = (char *)syscall(SYS_brk, 0);
    CHECK(start == (char *)syscall(SYS_brk, 0));
    CHECK(start == (char *)syscall(SYS_brk, 1)); // an address below the heap changes nothing
    char *end = (char *)syscall(SYS_brk, start + 1000000);
    CHECK(end == start + 1000000);
    bool zero = true;
    for (int i = 0; i < 1000000; i++) zero &= start[i] == 0;
    CHECK(zero);
    memset(start, 'b', 1000000);
    CHECK((char *)syscall(SYS_brk, start + 5000) == start + 5000);
    CHECK(start[4999] == 'b');
    CHECK((char *)syscall(SYS_brk, start + 200000) == start + 200000);
    uintptr_t next = ((uintptr_t)start + 5000 + 4095) & ~4095UL;
    CHECK(*(char *)next == 0 && start[199999] == 0);
    CHECK((char *)syscall(SYS_brk, start) == start);
    CHECK((char *)syscall(SYS_brk, (char *)0x7fffffffffff0000) == start); // refused: the old break comes back
    char *a = sbrk(4096);
    char *b = sbrk(4096);
    CHECK(a == start && b == a + 4096);
    CHECK(sbrk(0) == b + 4096);
    return finish();
}

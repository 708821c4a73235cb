// MAP_GROWSDOWN and MAP_STACK: a mapping that grows when the page below it is touched, and stops before another one.
#include "../test.h"
#include <setjmp.h>
#include <sys/mman.h>

static sigjmp_buf out;
static void on_segv(int signal) { siglongjmp(out, signal); }
static bool touch(volatile char *p) {
    if (sigsetjmp(out, 1)) return false;
    *p = 1;
    return true;
}

int main(void) {
    const int rw = PROT_READ | PROT_WRITE, anon = MAP_PRIVATE | MAP_ANONYMOUS;
    handle(SIGSEGV, on_segv, 0);
    char *area = MUST(mmap(NULL, 2000 * 4096, PROT_NONE, anon, -1, 0)); // room below
    MUST(munmap(area, 2000 * 4096));
    char *p = MUST(mmap(area + 1999 * 4096, 4096, rw, anon | MAP_GROWSDOWN | MAP_FIXED, -1, 0));
    CHECK(touch(p));
    for (int i = 1; i <= 50; i++)
        if (!touch(p - i * 4096)) CHECK(touch(p - i * 4096));
    ERR(ENOMEM, mincore(p - 51 * 4096, 4096, (unsigned char[1]){0}));
    OK(mincore(p - 50 * 4096, 4096, (unsigned char[1]){0}));
    CHECK(p[0] == 1 && p[-50 * 4096] == 1);
    char *wall = MUST(mmap(p - 400 * 4096, 4096, rw, anon | MAP_FIXED, -1, 0));
    CHECK(!touch(wall + 4096)); // the guard gap of 256 pages
    CHECK(touch(p - 100 * 4096));
    char *s = MUST(mmap(NULL, 4096, rw, anon | MAP_STACK, -1, 0)); // only a hint, does not grow
    CHECK(touch(s));
    OK(munmap(s, 4096));
    return finish();
}

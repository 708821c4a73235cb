// mprotect changes what is allowed page by page, also in the middle of a mapping, and keeps the contents.
#include "../test.h"
#include <setjmp.h>
#include <sys/mman.h>

static sigjmp_buf out;
static void on_segv(int signal) { siglongjmp(out, signal); }

static const char *access_of(volatile char *p) { // "rw", "r-", "--"
    if (sigsetjmp(out, 1)) return "--";
    char c = *p;
    if (sigsetjmp(out, 1)) return "r-";
    *p = c;
    return "rw";
}

int main(void) {
    handle(SIGSEGV, on_segv, 0);
    char *p = MUST(mmap(NULL, 5 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    for (int i = 0; i < 5; i++) p[i * 4096] = 'a' + i;
    OK(mprotect(p + 4096, 4096, PROT_READ));
    OK(mprotect(p + 3 * 4096, 4096, PROT_NONE));
    STR("rw", access_of(p));
    STR("rw", access_of(p + 4095));
    STR("r-", access_of(p + 4096));
    STR("r-", access_of(p + 2 * 4096 - 1));
    STR("rw", access_of(p + 2 * 4096));
    STR("--", access_of(p + 3 * 4096));
    STR("rw", access_of(p + 4 * 4096));
    OK(mprotect(p, 5 * 4096, PROT_READ | PROT_WRITE));
    for (int i = 0; i < 5; i++) STR("rw", access_of(p + i * 4096));
    CHECK(p[0] == 'a' && p[4096] == 'b' && p[3 * 4096] == 'd' && p[4 * 4096] == 'e');
    OK(munmap(p + 2 * 4096, 4096));
    STR("--", access_of(p + 2 * 4096));
    ERR(ENOMEM, mprotect(p, 5 * 4096, PROT_READ)); // a hole: what lies before it has changed
    STR("r-", access_of(p));
    STR("r-", access_of(p + 4096));
    STR("rw", access_of(p + 4 * 4096));
    ERR(EINVAL, mprotect(p + 1, 4096, PROT_READ));
    OK(mprotect(p, 0, PROT_NONE));
    STR("r-", access_of(p));
    return finish();
}

// The mov and the syscall on two pages, and the syscall's own two bytes on two pages.
#include "../test.h"
#include <sys/mman.h>

static long run(unsigned char *code) { return ((long (*)(void))code)(); }

int main(void) {
    static const unsigned char text[] = {0xb8, SYS_getpid, 0, 0, 0, 0x0f, 0x05, 0xc3}; // mov, syscall, ret
    unsigned char *p = MUST(mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    long pid = getpid(), wrong = 0;
    for (int before = 1; before <= 8; before++) { // so many bytes on the first page
        MUST(mprotect(p, 3 * 4096, PROT_READ | PROT_WRITE));
        memset(p, 0xcc, 3 * 4096);
        memcpy(p + 4096 - before, text, sizeof text);
        MUST(mprotect(p, 3 * 4096, PROT_READ | PROT_EXEC));
        for (int i = 0; i < 5; i++) wrong += run(p + 4096 - before) != pid;
        if (wrong) EQ(before, 0);
    }
    EQ(0, wrong);
    MUST(mprotect(p, 3 * 4096, PROT_READ | PROT_WRITE | PROT_EXEC)); // the same where the page can be written
    for (int before = 1; before <= 8; before++) {
        memcpy(p + 2 * 4096 - before, text, sizeof text);
        for (int i = 0; i < 5; i++) wrong += run(p + 2 * 4096 - before) != pid;
    }
    EQ(0, wrong);
    // The two pages from two mappings: the end of one file, the start of another.
    int a = MUST(memfd_create("a", 0)), b = MUST(memfd_create("b", 0));
    MUST(ftruncate(a, 4096)), MUST(ftruncate(b, 4096));
    MUST(pwrite(a, text, 6, 4096 - 6));
    MUST(pwrite(b, text + 6, 2, 0));
    MUST(mmap(p, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_FIXED, a, 0));
    MUST(mmap(p + 4096, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED, b, 0));
    for (int i = 0; i < 5; i++) wrong += run(p + 4096 - 6) != pid;
    EQ(0, wrong);
    // At the very end of what is mapped: the fault comes after the call.
    handle(SIGSEGV, SIG_DFL, 0);
    pid_t child = xfork();
    if (child == 0) {
        MUST(mprotect(p, 4096, PROT_READ | PROT_WRITE));
        static const unsigned char leave[] = {0xbf, 7, 0, 0, 0, 0xb8, SYS_exit_group, 0, 0, 0, 0x0f, 0x05};
        memcpy(p + 4096 - sizeof leave, leave, sizeof leave);
        MUST(munmap(p + 4096, 2 * 4096));
        MUST(mprotect(p, 4096, PROT_READ | PROT_EXEC));
        run(p + 4096 - sizeof leave);
    }
    STR("exit 7", reap(child));
    return finish();
}

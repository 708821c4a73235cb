// Five thousand different call sites, each run three times: whatever is done for each site must not run out.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    enum { SITES = 5000, SIZE = 16 };
    unsigned char *p = MUST(mmap(NULL, SITES * SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    for (int i = 0; i < SITES; i++) { // add: result + i, so that each site is known by its answer
        unsigned char text[SIZE] = {0xb8, SYS_getpid, 0, 0, 0, 0x0f, 0x05, 0x05, i, i >> 8, 0, 0, 0xc3, 0x90, 0x90, 0x90};
        memcpy(p + i * SIZE, text, SIZE);
    }
    MUST(mprotect(p, SITES * SIZE, PROT_READ | PROT_EXEC));
    long wrong = 0, pid = getpid();
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < SITES; i++) wrong += ((int (*)(void))(p + i * SIZE))() != pid + i;
    EQ(0, wrong);
    pid_t child = xfork();
    if (child == 0) {
        pid = getpid();
        for (int i = 0; i < SITES; i += 7) wrong += ((int (*)(void))(p + i * SIZE))() != pid + i;
        _exit(wrong != 0);
    }
    STR("exit 0", reap(child));
    return finish();
}

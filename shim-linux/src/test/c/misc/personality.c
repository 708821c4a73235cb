// personality: asking, switching address randomisation off, and that a program then gets the same addresses each time.
#include "../test.h"
#include <sys/personality.h>

static long stack_of(const char *self) { // where a fresh run of this program has its stack
    int p[2];
    long address = 0;
    MUST(pipe(p));
    pid_t pid = xfork();
    if (pid == 0) {
        dup2(p[1], 10);
        execl(self, self, "child", NULL);
        _exit(9);
    }
    close(p[1]);
    if (read(p[0], &address, sizeof address) != sizeof address) address = -1;
    close(p[0]);
    if (strcmp(reap(pid), "exit 0")) address = -1;
    return address;
}

int main(int argc, char **argv) {
    if (argc > 1) {
        long here = (long)&argc;
        return write(10, &here, sizeof here) == sizeof here ? 0 : 1;
    }
    EQ(0, personality(0xffffffff) & 0xff); // PER_LINUX
    bool differ = false;
    long first = stack_of(argv[0]);
    CHECK(first > 0);
    for (int i = 0; i < 10 && !differ; i++) differ = stack_of(argv[0]) != first;
    CHECK(differ); // addresses are random
    int old = personality(0xffffffff);
    CHECK(personality(old | ADDR_NO_RANDOMIZE) == old);
    CHECK(personality(0xffffffff) == (old | ADDR_NO_RANDOMIZE));
    first = stack_of(argv[0]);
    bool same = first > 0;
    for (int i = 0; i < 5; i++) same &= stack_of(argv[0]) == first;
    CHECK(same);
    return finish();
}

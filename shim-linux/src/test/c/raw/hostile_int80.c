// The 32-bit system call instruction from 64-bit code. Natively it works (number 20 is getpid there).
// In Isthmus, expected: ENOSYS, or the program dies by a signal; nothing reaches the host.
#include "../test.h"

static long int80(long number) {
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(0L), "c"(0L), "d"(0L), "S"(0L), "D"(0L) : "memory");
    return result;
}

int main(void) {
    pid_t pid = xfork();
    if (pid == 0) {
        long result = int80(20);
        _exit(result == getpid() ? 1 : result == -ENOSYS ? 2 : 3);
    }
    const char *end = reap(pid);
    bool works = !strcmp(end, "exit 1"), refused = !strcmp(end, "exit 2") || !strncmp(end, "killed by", 9);
    CHECK(works || refused);
    put("witness", "");
    pid = xfork();
    if (pid == 0) _exit(int80(1 << 30) == -ENOSYS ? 2 : 3); // no such number anywhere
    end = reap(pid);
    CHECK(!strcmp(end, "exit 2") || !strncmp(end, "killed by", 9));
    CHECK(getpid() > 0); // we ourselves go on
    return finish();
}

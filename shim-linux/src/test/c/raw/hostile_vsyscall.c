// A call into the vsyscall page at a fixed address, as programs of 2005 did. Natively it is emulated or SIGSEGV.
// In Isthmus, expected: SIGSEGV (nothing is mapped there), or the right answer.
#include "../test.h"
#include <sys/time.h>

int main(void) {
    pid_t pid = xfork();
    if (pid == 0) {
        long t = ((long (*)(long *))0xffffffffff600400)(NULL); // time
        _exit(t > 1600000000 && labs(t - time(NULL)) < 10 ? 1 : 2);
    }
    const char *end = reap(pid);
    CHECK(!strcmp(end, "exit 1") || !strcmp(end, "killed by SIGSEGV"));
    pid = xfork();
    if (pid == 0) {
        struct timeval tv = {0, 0};
        long r = ((long (*)(struct timeval *, void *))0xffffffffff600000)(&tv, NULL); // gettimeofday
        _exit(r == 0 && tv.tv_sec > 1600000000 ? 1 : 2);
    }
    end = reap(pid);
    CHECK(!strcmp(end, "exit 1") || !strcmp(end, "killed by SIGSEGV"));
    pid = xfork();
    if (pid == 0) ((void (*)(void))0xffffffffff600123)(), _exit(0); // into the middle
    end = reap(pid);
    STR("killed by SIGSEGV", end);
    return finish();
}

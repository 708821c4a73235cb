// The main stack grows as it is used, up to its limit; beyond it SIGSEGV, which an alternate stack can catch.
#include "../test.h"
#include <setjmp.h>
#include <sys/resource.h>

static sigjmp_buf out;
static char alternate[65536];
static volatile int depth;
static void on_segv(int signal) { siglongjmp(out, signal); }

__attribute__((noinline)) static int use(int kilobytes) {
    volatile char block[1024];
    block[0] = block[1023] = 1;
    depth++;
    if (kilobytes <= 1) return block[0];
    return use(kilobytes - 1) + block[1023] - 1;
}

__attribute__((noinline)) static int jump(void) {
    volatile char block[3 << 20]; // touches three megabytes lower at once
    block[0] = 5;
    return block[0];
}

int main(void) {
    struct rlimit limit;
    MUST(getrlimit(RLIMIT_STACK, &limit));
    CHECK(limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= 1 << 20);
    EQ(1, use(900));
    EQ(900, depth);
    if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur < 8 << 20) limit.rlim_cur = 8 << 20;
    pid_t pid = xfork();
    if (pid == 0) {
        if (limit.rlim_max < 8 << 20) _exit(5);
        setrlimit(RLIMIT_STACK, &limit); // checked at every growth
        _exit(jump());
    }
    STR("exit 5", reap(pid));
    stack_t stack = {.ss_sp = alternate, .ss_size = sizeof alternate};
    MUST(sigaltstack(&stack, NULL));
    handle(SIGSEGV, on_segv, SA_ONSTACK);
    limit.rlim_cur = 2 << 20;
    MUST(setrlimit(RLIMIT_STACK, &limit));
    depth = 0;
    if (!sigsetjmp(out, 1)) use(1 << 30);
    CHECK(depth > 1500 && depth <= 2048);
    int first = depth;
    depth = 0; // and once more, after coming back
    if (!sigsetjmp(out, 1)) use(1 << 30);
    CHECK(abs(depth - first) < 16);
    pid = xfork();
    if (pid == 0) {
        handle(SIGSEGV, SIG_DFL, 0);
        use(1 << 30);
    }
    STR("killed by SIGSEGV", reap(pid));
    return finish();
}

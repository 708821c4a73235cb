// Huge reservations cost nothing: a terabyte of PROT_NONE, pieces of which are opened, used and given back.
#include "../test.h"
#include <setjmp.h>
#include <sys/mman.h>

static sigjmp_buf out;
static void on_segv(int signal) { siglongjmp(out, signal); }

int main(void) {
    const size_t tib = 1UL << 40;
    const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    handle(SIGSEGV, on_segv, 0);
    long long start = now_ms();
    char *p = MUST(mmap(NULL, tib, PROT_NONE, flags, -1, 0));
    char *q = MUST(mmap(NULL, 4 * tib, PROT_NONE, flags, -1, 0));
    int faulted = 0;
    if (sigsetjmp(out, 1)) faulted = 1;
    else (void)*(volatile char *)(p + tib / 2);
    EQ(1, faulted);
    for (int i = 0; i < 64; i++) { // pieces all over it
        char *piece = p + i * (tib / 64);
        MUST(mprotect(piece, 65536, PROT_READ | PROT_WRITE));
        piece[0] = piece[65535] = i;
    }
    int sum = 0;
    for (int i = 0; i < 64; i++) sum += p[i * (tib / 64)];
    EQ(2016, sum);
    char *last = p + tib - 65536;
    OK(mprotect(last, 65536, PROT_READ | PROT_WRITE));
    memset(last, 1, 65536);
    OK(mprotect(p, 65536, PROT_NONE)); // closed and opened again: the contents stay
    OK(mprotect(p + tib / 64, 65536, PROT_NONE));
    OK(mprotect(p + tib / 64, 65536, PROT_READ));
    EQ(1, p[tib / 64]);
    OK(madvise(p, tib, MADV_DONTNEED));
    EQ(0, p[tib / 64]);
    size_t align = 1UL << 32; // cut an aligned piece out of a reservation, as V8 and the JVM do
    char *cut = (char *)(((uintptr_t)q + align - 1) & ~(align - 1));
    if (cut > q) MUST(munmap(q, cut - q));
    OK(munmap(cut + align, q + 4 * tib - (cut + align)));
    OK(mmap(cut + 4096, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
    cut[4096] = 1;
    pid_t pid = xfork();
    if (pid == 0) _exit(p[2 * (tib / 64)] + cut[4096]);
    STR("exit 1", reap(pid));
    OK(munmap(p, tib));
    OK(munmap(cut, align));
    CHECK(now_ms() - start < 30000);
    return finish();
}

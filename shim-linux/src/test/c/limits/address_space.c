// RLIMIT_AS and RLIMIT_DATA: what would go over the limit fails with ENOMEM, and malloc gives NULL.
#include "../test.h"
#include <sys/mman.h>
#include <sys/resource.h>

int main(void) {
    const int rw = PROT_READ | PROT_WRITE, anon = MAP_PRIVATE | MAP_ANONYMOUS;
    struct rlimit limit;
    pid_t pid = xfork();
    if (pid == 0) {
        MUST(getrlimit(RLIMIT_AS, &limit));
        limit.rlim_cur = 256 << 20;
        OK(setrlimit(RLIMIT_AS, &limit));
        char *p = mmap(NULL, 64 << 20, rw, anon, -1, 0);
        CHECK(p != MAP_FAILED);
        ERR(ENOMEM, mmap(NULL, 256 << 20, rw, anon, -1, 0));
        ERR(ENOMEM, mmap(NULL, 256 << 20, PROT_NONE, anon | MAP_NORESERVE, -1, 0)); // counts as well
        ERR(ENOMEM, mremap(p, 64 << 20, 300 << 20, MREMAP_MAYMOVE));
        CHECK(malloc(400 << 20) == NULL);
        CHECK(syscall(SYS_brk, (char *)sbrk(0) + (300 << 20)) == (long)sbrk(0));
        OK(munmap(p, 64 << 20));
        OK(mmap(NULL, 100 << 20, rw, anon, -1, 0));
        return finish();
    }
    STR("exit 0", reap(pid));
    pid = xfork();
    if (pid == 0) {
        MUST(getrlimit(RLIMIT_DATA, &limit));
        limit.rlim_cur = 64 << 20;
        OK(setrlimit(RLIMIT_DATA, &limit));
        ERR(ENOMEM, mmap(NULL, 100 << 20, rw, anon, -1, 0)); // private writable memory is data
        OK(mmap(NULL, 100 << 20, PROT_READ, anon, -1, 0));
        OK(mmap(NULL, 100 << 20, rw, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
        CHECK(syscall(SYS_brk, (char *)sbrk(0) + (100 << 20)) == (long)sbrk(0));
        return finish();
    }
    STR("exit 0", reap(pid));
    return finish();
}

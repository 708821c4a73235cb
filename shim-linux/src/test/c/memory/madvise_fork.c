// MADV_DONTFORK, WIPEONFORK and their opposites, MADV_FREE, and advice that changes nothing one can see.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    const int rw = PROT_READ | PROT_WRITE, anon = MAP_PRIVATE | MAP_ANONYMOUS;
    char *gone = MUST(mmap(NULL, 4096, rw, anon, -1, 0)), *wiped = MUST(mmap(NULL, 8192, rw, anon, -1, 0));
    char *kept = MUST(mmap(NULL, 4096, rw, anon, -1, 0));
    gone[0] = wiped[0] = wiped[4096] = kept[0] = 'k';
    OK(madvise(gone, 4096, MADV_DONTFORK));
    OK(madvise(wiped, 4096, MADV_WIPEONFORK));
    OK(madvise(kept, 4096, MADV_DONTFORK));
    OK(madvise(kept, 4096, MADV_DOFORK));
    pid_t pid = xfork();
    if (pid == 0) {
        ERR(ENOMEM, mincore(gone, 4096, (unsigned char[1]){0}));
        EQ(0, wiped[0]);
        EQ('k', wiped[4096]);
        EQ('k', kept[0]);
        pid = xfork(); // wiping is inherited
        wiped[0] = 'n';
        if (pid == 0) _exit(wiped[4096] == 'k' ? 0 : 1);
        STR("exit 0", reap(pid));
        return finish();
    }
    STR("exit 0", reap(pid));
    CHECK(gone[0] == 'k' && wiped[0] == 'k');
    OK(madvise(wiped, 4096, MADV_KEEPONFORK));
    pid = xfork();
    if (pid == 0) _exit(wiped[0]);
    STR("exit 107", reap(pid));
    put("file", "x");
    int fd = MUST(open("file", O_RDWR));
    char *f = MUST(mmap(NULL, 4096, rw, MAP_PRIVATE, fd, 0));
    ERR(EINVAL, madvise(f, 4096, MADV_WIPEONFORK)); // only private anonymous memory
    ERR(EINVAL, madvise(f, 4096, MADV_FREE));
    OK(madvise(kept, 4096, MADV_FREE));
    CHECK(kept[0] == 'k' || kept[0] == 0);
    kept[0] = 'w'; // written after FREE: kept for good
    EQ('w', kept[0]);
    OK(madvise(f, 4096, MADV_WILLNEED));
    OK(madvise(f, 4096, MADV_SEQUENTIAL));
    OK(madvise(f, 4096, MADV_RANDOM));
    OK(madvise(f, 4096, MADV_NORMAL));
    OK(madvise(kept, 4096, MADV_DONTDUMP));
    OK(madvise(kept, 4096, MADV_DODUMP));
    EQ('w', kept[0]);
    OK(posix_madvise(kept, 4096, POSIX_MADV_DONTNEED)); // this one never throws away
    EQ('w', kept[0]);
    return finish();
}

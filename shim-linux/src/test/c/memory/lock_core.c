// mlock, mlockall, mlock2, munlock and mincore: accepted within the limit, refused with the right errno.
#include "../test.h"
#include <sys/mman.h>
#include <sys/resource.h>

int main(void) {
    unsigned char resident[4] = {9, 9, 9, 9};
    char *p = MUST(mmap(NULL, 4 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    OK(mlock(p, 4 * 4096));
    OK(mincore(p, 4 * 4096, resident)); // locking has brought them in
    CHECK((resident[0] & resident[1] & resident[2] & resident[3] & 1) == 1);
    OK(munlock(p, 4 * 4096));
    OK(mlock(p + 100, 10)); // rounds outwards
    OK(munlock(p + 100, 10));
    OK(mlock2(p, 4096, MLOCK_ONFAULT));
    ERR(EINVAL, mlock2(p, 4096, 99));
    OK(munlockall());
    ERR(EINVAL, mlockall(0));
    ERR(EINVAL, mlockall(99));
    MUST(munmap(p + 4096, 4096));
    ERR(ENOMEM, mlock(p, 4 * 4096));
    ERR(ENOMEM, munlock(p, 4 * 4096));
    ERR(ENOMEM, mincore(p, 4 * 4096, resident));
    ERR(EFAULT, mincore(p, 4096, (void *)16));
    drop_root(); // root may lock without limit
    struct rlimit limit = {8192, 8192};
    MUST(setrlimit(RLIMIT_MEMLOCK, &limit));
    OK(mlock(p + 2 * 4096, 2 * 4096));
    ERR(ENOMEM, mlock(p, 4096));
    OK(munlock(p + 2 * 4096, 4096));
    OK(mlock(p, 4096));
    limit = (struct rlimit){0, 0};
    MUST(setrlimit(RLIMIT_MEMLOCK, &limit));
    ERR(EPERM, mlock(p, 4096));
    return finish();
}

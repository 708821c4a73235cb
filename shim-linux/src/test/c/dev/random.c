// getrandom, getentropy, /dev/urandom and /dev/random: bytes that differ, flags, limits, errors.
#include "../test.h"
#include <sys/random.h>

static int distinct(const unsigned char *p, int n) { // how many of the 256 byte values occur
    bool seen[256] = {0};
    int count = 0;
    for (int i = 0; i < n; i++) count += !seen[p[i]], seen[p[i]] = true;
    return count;
}

int main(void) {
    static unsigned char a[4096], b[4096];
    EQ(4096, getrandom(a, sizeof a, 0));
    EQ(4096, getrandom(b, sizeof b, GRND_NONBLOCK));
    CHECK(memcmp(a, b, sizeof a) && distinct(a, 4096) > 240 && distinct(b, 4096) > 240);
    EQ(16, getrandom(a, 16, GRND_RANDOM));
    EQ(0, getrandom(a, 0, 0));
    ERR(EINVAL, getrandom(a, 1, 0x100));
    ERR(EFAULT, getrandom((void *)16, 10, 0));
    OK(getentropy(a, 256));
    ERR(EIO, getentropy(a, 257));
    const char *const names[] = {"/dev/urandom", "/dev/random"};
    for (int i = 0; i < 2; i++) {
        int fd = MUST(open(names[i], O_RDONLY));
        EQ(4096, read(fd, a, sizeof a));
        EQ(4096, read(fd, b, sizeof b));
        CHECK(memcmp(a, b, sizeof a) && distinct(a, 4096) > 240);
        EQ(0, lseek(fd, 0, SEEK_SET));
    }
    int fd = MUST(open("/dev/urandom", O_WRONLY)); // anybody may stir
    EQ(5, write(fd, "stir!", 5));
    pid_t pid = xfork(); // parent and child do not get the same
    static unsigned char c[16];
    if (pid == 0) {
        getrandom(a, 16, 0);
        fd = MUST(open("child", O_WRONLY | O_CREAT, 0600));
        MUST(write(fd, a, 16));
        _exit(0);
    }
    getrandom(a, 16, 0);
    STR("exit 0", reap(pid));
    EQ(16, read(MUST(open("child", O_RDONLY)), c, 16));
    CHECK(memcmp(a, c, 16));
    return finish();
}

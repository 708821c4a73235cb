// /dev/null, /dev/zero and /dev/full: what reading and writing gives, device numbers, seeking.
#include "../test.h"
#include <sys/mman.h>
#include <sys/sysmacros.h>

static const char *kind(const char *path) {
    static char text[32];
    struct stat s;
    if (stat(path, &s)) return errname(errno);
    snprintf(text, sizeof text, "%s %d:%d", S_ISCHR(s.st_mode) ? "chr" : "?", major(s.st_rdev), minor(s.st_rdev));
    return text;
}

int main(void) {
    char buffer[100];
    STR("chr 1:3", kind("/dev/null"));
    STR("chr 1:5", kind("/dev/zero"));
    STR("chr 1:7", kind("/dev/full"));
    STR("chr 1:8", kind("/dev/random"));
    STR("chr 1:9", kind("/dev/urandom"));
    STR("chr 5:0", kind("/dev/tty"));
    int null = MUST(open("/dev/null", O_RDWR)), zero = MUST(open("/dev/zero", O_RDWR));
    int full = MUST(open("/dev/full", O_RDWR));
    EQ(0, read(null, buffer, sizeof buffer));
    EQ(100, write(null, buffer, sizeof buffer));
    EQ(0, lseek(null, 1000, SEEK_SET));
    memset(buffer, 1, sizeof buffer);
    EQ(100, read(zero, buffer, sizeof buffer));
    CHECK(!buffer[0] && !memcmp(buffer, buffer + 1, 99));
    EQ(100, write(zero, buffer, sizeof buffer));
    memset(buffer, 1, sizeof buffer);
    EQ(100, read(full, buffer, sizeof buffer));
    CHECK(!buffer[0] && !memcmp(buffer, buffer + 1, 99));
    ERR(ENOSPC, write(full, buffer, sizeof buffer));
    char *p = MUST(mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE, zero, 0));
    CHECK(p[0] == 0 && p[8191] == 0);
    p[100] = 1;
    ERR(ENODEV, mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, null, 0));
    CHECK(!isatty(null) && errno == ENOTTY);
    OK(close(open("/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0600)));
    ERR(ENOTDIR, open("/dev/null/x", O_RDONLY));
    return finish();
}

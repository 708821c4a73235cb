// utimensat and friends: nanoseconds, NOW, OMIT, symlinks; which actions change which time.
#include "../test.h"
#include <sys/time.h>
#include <utime.h>

static struct stat s;
static struct stat *of(const char *path) {
    MUST(lstat(path, &s));
    return &s;
}
static void age(const char *path) { // sets access and change of contents far back
    struct timespec t[2] = {{1000, 1}, {2000, 2}};
    MUST(utimensat(AT_FDCWD, path, t, AT_SYMLINK_NOFOLLOW));
}
#define CHANGES(path, want_m, want_c, ...)                                                   \
    do {                                                                                     \
        age(path);                                                                           \
        struct timespec c_ = of(path)->st_ctim;                                              \
        msleep(12); /* longer than a tick of the clock that files are stamped with */       \
        MUST(__VA_ARGS__);                                                                   \
        of(path);                                                                            \
        say("%s", #__VA_ARGS__);                                                             \
        EQ(want_m, s.st_mtim.tv_sec != 2000);                                                \
        EQ(want_c, s.st_ctim.tv_sec != c_.tv_sec || s.st_ctim.tv_nsec != c_.tv_nsec);        \
    } while (0)

int main(void) {
    char c;
    put("file", "x");
    MUST(symlink("file", "link"));
    MUST(mkdir("d", 0755));
    struct timespec t[2] = {{1, 123456789}, {5000000000, 999999999}};
    OK(utimensat(AT_FDCWD, "file", t, 0));
    CHECK(of("file")->st_atim.tv_sec == 1 && s.st_atim.tv_nsec == 123456789);
    CHECK(s.st_mtim.tv_sec == 5000000000 && s.st_mtim.tv_nsec == 999999999);
    t[0].tv_nsec = UTIME_OMIT, t[1] = (struct timespec){7, 7};
    OK(utimensat(AT_FDCWD, "file", t, 0));
    CHECK(of("file")->st_atim.tv_sec == 1 && s.st_mtim.tv_sec == 7);
    t[0].tv_nsec = UTIME_NOW, t[1].tv_nsec = UTIME_OMIT;
    OK(utimensat(AT_FDCWD, "link", t, 0));
    CHECK(of("file")->st_atim.tv_sec >= time(NULL) - 10 && s.st_mtim.tv_sec == 7);
    t[0] = (struct timespec){3, 3}, t[1] = (struct timespec){-4, 4};
    OK(utimensat(AT_FDCWD, "link", t, AT_SYMLINK_NOFOLLOW));
    CHECK(of("link")->st_mtim.tv_sec == -4 && of("file")->st_mtim.tv_sec == 7);
    int fd = MUST(open("file", O_RDWR));
    OK(futimens(fd, NULL));
    CHECK(of("file")->st_mtim.tv_sec >= time(NULL) - 10);
    OK(utime("file", &(struct utimbuf){11, 22}));
    CHECK(of("file")->st_atim.tv_sec == 11 && s.st_mtim.tv_sec == 22);
    OK(utimes("file", (struct timeval[2]){{1, 500000}, {2, 0}}));
    CHECK(of("file")->st_atim.tv_nsec == 500000000);
    ERR(EINVAL, utimensat(AT_FDCWD, "file", (struct timespec[2]){{0, 1000000000}, {0, 0}}, 0));
    ERR(ENOENT, utimensat(AT_FDCWD, "missing", NULL, 0));
    CHANGES("file", 1, 1, write(fd, "y", 1));
    CHANGES("file", 0, 0, write(fd, "", 0));
    CHANGES("file", 0, 0, pread(fd, &c, 1, 0));
    CHANGES("file", 1, 1, ftruncate(fd, 10));
    CHANGES("file", 1, 1, truncate("file", 10)); // even to the same size
    CHANGES("file", 0, 1, chmod("file", 0600));
    CHANGES("file", 0, 1, link("file", "file2"));
    CHANGES("file", 0, 1, rename("file2", "file3"));
    CHANGES("file", 0, 1, unlink("file3"));
    CHANGES("d", 1, 1, close(open("d/new", O_CREAT | O_WRONLY, 0600)));
    CHANGES("d", 1, 1, rename("d/new", "d/newer"));
    CHANGES("d", 0, 0, chmod("d/newer", 0644));
    CHANGES("d", 1, 1, unlink("d/newer"));
    return finish();
}

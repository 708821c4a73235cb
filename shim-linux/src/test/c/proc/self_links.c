// /proc/self: exe, cwd, root and fd links point where they should.
#include "../test.h"
#include <limits.h>

static char *link_of(const char *path) {
    static char text[2][PATH_MAX];
    static int next;
    char *t = text[next++ & 1];
    ssize_t n = readlink(path, t, PATH_MAX - 1);
    t[n < 0 ? 0 : n] = 0;
    return t;
}

int main(int argc, char **argv) {
    char path[64], here[PATH_MAX];
    (void)argc;
    snprintf(path, sizeof path, "%d", getpid());
    CHECK(!strcmp(link_of("/proc/self"), path));
    struct stat a, b;
    MUST(stat("/proc/self/exe", &a));
    MUST(stat(argv[0], &b));
    CHECK(a.st_ino == b.st_ino && a.st_dev == b.st_dev);
    CHECK(link_of("/proc/self/exe")[0] == '/');
    MUST(getcwd(here, sizeof here) ? 0 : -1);
    CHECK(!strcmp(link_of("/proc/self/cwd"), here));
    STR("/", link_of("/proc/self/root"));
    int fd = MUST(open("file", O_RDWR | O_CREAT, 0600));
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    strcat(here, "/file");
    CHECK(!strcmp(link_of(path), here));
    MUST(unlink("file"));
    strcat(here, " (deleted)");
    CHECK(!strcmp(link_of(path), here));
    MUST(write(fd, "still here", 10));
    STR("still here", get(path)); // opening the link opens the file itself
    int p[2];
    MUST(pipe(p));
    snprintf(path, sizeof path, "/proc/self/fd/%d", p[0]);
    CHECK(!strncmp(link_of(path), "pipe:[", 6));
    OK(lstat(path, &a));
    CHECK(S_ISLNK(a.st_mode));
    OK(stat(path, &a));
    CHECK(S_ISFIFO(a.st_mode));
    snprintf(path, sizeof path, "/proc/self/fd/%d", 99);
    ERR(ENOENT, readlink(path, here, sizeof here));
    STR("ENOENT", get("/proc/99999999/stat"));
    return finish();
}

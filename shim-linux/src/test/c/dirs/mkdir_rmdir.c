// mkdir and rmdir: modes, link counts and errors.
#include "../test.h"

int main(void) {
    struct stat s;
    umask(022);
    OK(mkdir("d", 0777));
    OK(stat("d", &s));
    CHECK(S_ISDIR(s.st_mode));
    EQ(0755, s.st_mode & 07777);
    ERR(EEXIST, mkdir("d", 0777));
    ERR(EEXIST, mkdir("d/", 0777));
    ERR(EEXIST, mkdir(".", 0777));
    ERR(EEXIST, mkdir("/", 0777));
    ERR(ENOENT, mkdir("no/way", 0777));
    OK(mkdir("d/e/", 01700)); // a trailing slash is fine
    OK(stat("d/e", &s));
    EQ(01700, s.st_mode & 07777);
    put("f", "");
    ERR(EEXIST, mkdir("f", 0777));
    ERR(ENOTDIR, mkdir("f/x", 0777));
    ERR(ENOTEMPTY, rmdir("d"));
    ERR(ENOTDIR, rmdir("f"));
    ERR(EINVAL, rmdir("d/."));
    ERR(ENOTEMPTY, rmdir("d/e/.."));
    ERR(ENOENT, rmdir("no"));
    ERR(ENOENT, rmdir(""));
    ERR(EBUSY, rmdir("/"));
    ERR(EISDIR, unlink("d/e"));
    OK(rmdir("d/e/"));
    OK(rmdir("d"));
    ERR(ENOENT, stat("d", &s));
    OK(symlink("nowhere", "link"));
    ERR(EEXIST, mkdir("link", 0777));
    ERR(ENOTDIR, rmdir("link"));
    OK(mkdirat(AT_FDCWD, "at", 0700));
    int fd = MUST(open("at", O_RDONLY | O_DIRECTORY));
    OK(mkdirat(fd, "inside", 0700));
    OK(access("at/inside", X_OK));
    OK(unlinkat(fd, "inside", AT_REMOVEDIR));
    ERR(ENOENT, access("at/inside", F_OK));
    return finish();
}

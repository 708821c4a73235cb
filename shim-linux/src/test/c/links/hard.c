// Hard links: one file under several names, the count, flags of linkat, what may not be linked.
#include "../test.h"

int main(void) {
    struct stat a, b;
    put("file", "contents");
    MUST(mkdir("d", 0755));
    OK(link("file", "d/other"));
    OK(stat("file", &a));
    OK(stat("d/other", &b));
    CHECK(a.st_ino == b.st_ino);
    EQ(2, a.st_nlink);
    put("d/other", "changed");
    STR("changed", get("file"));
    OK(unlink("file"));
    OK(stat("d/other", &b));
    EQ(1, b.st_nlink);
    ERR(EEXIST, link("d/other", "d/other"));
    ERR(EEXIST, link("d/other", "d"));
    ERR(ENOENT, link("missing", "x"));
    ERR(ENOENT, link("d/other", "missing/x"));
    ERR(EPERM, link("d", "d2")); // no directories
    ERR(ENOENT, link("d/other", ""));
    MUST(symlink("d/other", "symlink"));
    OK(link("symlink", "symlink2")); // the link itself
    OK(lstat("symlink2", &a));
    CHECK(S_ISLNK(a.st_mode));
    EQ(2, a.st_nlink);
    OK(linkat(AT_FDCWD, "symlink", AT_FDCWD, "followed", AT_SYMLINK_FOLLOW));
    OK(lstat("followed", &a));
    CHECK(S_ISREG(a.st_mode) && a.st_ino == b.st_ino);
    ERR(EINVAL, linkat(AT_FDCWD, "symlink", AT_FDCWD, "x", 0x40));
    MUST(mkfifo("fifo", 0600));
    OK(link("fifo", "fifo2"));
    OK(stat("d", &a)); // directories count themselves and their subdirectories
    EQ(2, a.st_nlink);
    MUST(mkdir("d/sub", 0755));
    OK(stat("d", &a));
    EQ(3, a.st_nlink);
    MUST(rmdir("d/sub"));
    OK(stat("d", &a));
    EQ(2, a.st_nlink);
    int made = 0;
    char name[16];
    for (int i = 0; i < 500; i++) {
        snprintf(name, sizeof name, "many%d", i);
        made += link("d/other", name) == 0;
    }
    EQ(500, made);
    OK(stat("d/other", &a));
    EQ(502, a.st_nlink);
    return finish();
}

// The calls with a directory descriptor: relative to it wherever it is, AT_FDCWD, absolute paths, wrong descriptors.
#include "../test.h"

int main(void) {
    char buffer[32] = {0};
    struct stat s;
    MUST(mkdir("d", 0755));
    MUST(mkdir("e", 0755));
    int d = MUST(open("d", O_RDONLY | O_DIRECTORY)), e = MUST(open("e", O_PATH));
    MUST(rename("d", "moved")); // the descriptor goes with it
    int f = openat(d, "file", O_RDWR | O_CREAT, 0600);
    CHECK(f >= 0);
    MUST(write(f, "text", 4));
    STR("text", get("moved/file"));
    OK(mkdirat(d, "sub", 0700));
    OK(symlinkat("file", d, "link"));
    EQ(4, readlinkat(d, "link", buffer, sizeof buffer));
    OK(linkat(d, "file", e, "hard", 0));
    OK(fstatat(e, "hard", &s, 0));
    EQ(2, s.st_nlink);
    OK(renameat(e, "hard", d, "back"));
    ERR(ENOENT, faccessat(e, "hard", F_OK, 0));
    OK(faccessat(d, "back", R_OK, 0));
    OK(fchmodat(d, "back", 0644, 0));
    OK(fchownat(d, "back", -1, -1, 0));
    OK(utimensat(d, "back", NULL, 0));
    OK(mkfifoat(d, "fifo", 0600));
    OK(mknodat(d, "plain", S_IFREG | 0600, 0));
    OK(fstatat(d, "plain", &s, 0));
    CHECK(S_ISREG(s.st_mode));
    OK(unlinkat(d, "fifo", 0));
    ERR(EISDIR, unlinkat(d, "sub", 0));
    ERR(ENOTDIR, unlinkat(d, "file", AT_REMOVEDIR));
    OK(unlinkat(d, "sub", AT_REMOVEDIR));
    ERR(EINVAL, unlinkat(d, "file", 0x1));
    EQ(4, f >= 0 ? read(openat(d, "../moved/file", O_RDONLY), buffer, 4) : 0);
    CHECK(openat(99, "/dev/null", O_RDONLY) >= 0); // never looked at
    ERR(EBADF, openat(99, "file", O_RDONLY));
    ERR(ENOTDIR, openat(f, "file", O_RDONLY));
    ERR(EBADF, mkdirat(99, "x", 0700));
    ERR(EBADF, linkat(99, "file", e, "x", 0));
    MUST(rmdir("e")); // a directory that is gone
    ERR(ENOENT, openat(e, "new", O_WRONLY | O_CREAT, 0600));
    OK(fstat(e, &s));
    EQ(0, s.st_nlink);
    return finish();
}

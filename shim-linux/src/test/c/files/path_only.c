// O_PATH: a handle on a place, not on contents: what works with it and what is EBADF.
#include "../test.h"
#include <sys/ioctl.h>

int main(void) {
    char buffer[4096] = {0}, path[64];
    struct stat s;
    put("file", "text");
    MUST(mkdir("d", 0755));
    put("d/inside", "deep");
    MUST(symlink("file", "link"));
    int fd = open("file", O_PATH | O_CLOEXEC);
    CHECK(fd >= 0);
    EQ(FD_CLOEXEC, fcntl(fd, F_GETFD));
    EQ(O_PATH, fcntl(fd, F_GETFL) & O_PATH);
    OK(fstat(fd, &s));
    EQ(4, s.st_size);
    ERR(EBADF, read(fd, buffer, 1));
    ERR(EBADF, write(fd, "x", 1));
    ERR(EBADF, lseek(fd, 0, SEEK_SET));
    ERR(EBADF, fchmod(fd, 0600));
    ERR(EBADF, fchown(fd, -1, -1));
    ERR(EBADF, ftruncate(fd, 0));
    ERR(EBADF, ioctl(fd, FIONREAD, buffer));
    ERR(EBADF, fcntl(fd, F_SETFL, 0));
    OK(close(dup(fd)));
    OK(fstatat(fd, "", &s, AT_EMPTY_PATH));
    int l = open("link", O_PATH | O_NOFOLLOW); // the link itself
    OK(fstat(l, &s));
    CHECK(S_ISLNK(s.st_mode));
    EQ(4, readlinkat(l, "", buffer, sizeof buffer));
    STR("file", buffer);
    ERR(ENOENT, readlinkat(fd, "", buffer, sizeof buffer)); // not a link
    int d = open("d", O_PATH);
    int in = openat(d, "inside", O_RDONLY); // good as a starting point
    CHECK(in >= 0);
    OK(fchdir(d));
    STR("deep", get("inside"));
    MUST(chdir(".."));
    ERR(EBADF, syscall(SYS_getdents64, d, buffer, sizeof buffer));
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    STR("text", get(path)); // and to be opened in earnest
    MUST(chmod("file", 0)); // needs no right to read
    int again = open("file", O_PATH);
    CHECK(again >= 0);
    MUST(rename("file", "moved")); // follows the file, not the name
    CHECK(readlink(path, buffer, sizeof buffer) > 0 && strstr(buffer, "/moved"));
    ERR(ENOTDIR, open("moved", O_PATH | O_DIRECTORY));
    ERR(ENOENT, open("missing", O_PATH | O_CREAT, 0600)); // O_CREAT counts for nothing
    return finish();
}

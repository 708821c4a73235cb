// Files that have lost their name, or got another under them, live on while they are open; O_TMPFILE and linkat.
#include "../test.h"

int main(void) {
    char buffer[16] = {0}, path[64];
    struct stat s;
    int fd = MUST(open("file", O_RDWR | O_CREAT, 0600));
    MUST(write(fd, "first", 5));
    OK(unlink("file"));
    OK(fstat(fd, &s));
    EQ(0, s.st_nlink);
    EQ(5, pread(fd, buffer, sizeof buffer, 0));
    EQ(3, pwrite(fd, "FIR", 3, 0));
    ERR(ENOENT, access("file", F_OK));
    put("file", "second"); // another one of that name
    STR("second", get("file"));
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    STR("FIRst", get(path));
    put("new", "third");
    int second = MUST(open("file", O_RDONLY));
    OK(rename("new", "file"));
    EQ(6, read(second, buffer, sizeof buffer)); // the old one, still
    CHECK(!memcmp(buffer, "second", 6));
    STR("third", get("file"));
    ERR(ENOENT, linkat(AT_FDCWD, path, AT_FDCWD, "revived", AT_SYMLINK_FOLLOW)); // no way back
    int t = open(".", O_TMPFILE | O_RDWR, 0640);
    CHECK(t >= 0);
    OK(fstat(t, &s));
    CHECK(S_ISREG(s.st_mode) && s.st_nlink == 0);
    EQ(4, write(t, "temp", 4));
    snprintf(path, sizeof path, "/proc/self/fd/%d", t);
    OK(linkat(AT_FDCWD, path, AT_FDCWD, "named", AT_SYMLINK_FOLLOW)); // but this one may get a name
    STR("temp", get("named"));
    OK(fstat(t, &s));
    EQ(1, s.st_nlink);
    t = MUST(open(".", O_TMPFILE | O_WRONLY | O_EXCL, 0640)); // never
    snprintf(path, sizeof path, "/proc/self/fd/%d", t);
    ERR(ENOENT, linkat(AT_FDCWD, path, AT_FDCWD, "named2", AT_SYMLINK_FOLLOW));
    ERR(EINVAL, open(".", O_TMPFILE | O_RDONLY, 0640));
    ERR(ENOTDIR, open("named", O_TMPFILE | O_RDWR, 0640));
    ERR(ENOENT, open("missing", O_TMPFILE | O_RDWR, 0640));
    int child_sees = MUST(open("gone", O_RDWR | O_CREAT, 0600));
    unlink("gone");
    pid_t pid = xfork();
    if (pid == 0) _exit(write(child_sees, "from child", 10) == 10 ? 0 : 1);
    STR("exit 0", reap(pid));
    EQ(10, lseek(child_sees, 0, SEEK_END));
    return finish();
}

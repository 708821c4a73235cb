// open: O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_DIRECTORY, O_NOFOLLOW and the errors of each.
#include "../test.h"

int main(void) {
    ERR(ENOENT, open("a", O_RDWR));
    ERR(ENOENT, open("", O_RDWR));
    OK(close(open("a", O_RDWR | O_CREAT, 0600)));
    ERR(EEXIST, open("a", O_RDWR | O_CREAT | O_EXCL, 0600));
    put("a", "12345");
    int fd = MUST(open("a", O_WRONLY | O_APPEND));
    EQ(0, lseek(fd, 0, SEEK_CUR));
    EQ(2, write(fd, "67", 2));
    EQ(7, lseek(fd, 0, SEEK_CUR));
    lseek(fd, 0, SEEK_SET);
    EQ(1, write(fd, "8", 1));
    STR("12345678", get("a"));
    close(fd);
    OK(close(open("a", O_WRONLY | O_TRUNC)));
    STR("", get("a"));
    ERR(ENOTDIR, open("a", O_RDONLY | O_DIRECTORY));
    ERR(ENOTDIR, open("a/b", O_RDONLY));
    ERR(ENOTDIR, open("a/", O_RDONLY));
    OK(mkdir("d", 0755));
    OK(close(open("d", O_RDONLY | O_DIRECTORY)));
    OK(close(open("d/", O_RDONLY)));
    ERR(EISDIR, open("d", O_WRONLY));
    ERR(EISDIR, open("d", O_RDWR));
    ERR(EISDIR, open("d", O_RDONLY | O_CREAT, 0600));
    ERR(EISDIR, open("new/", O_WRONLY | O_CREAT, 0600));
    OK(symlink("a", "s"));
    ERR(ELOOP, open("s", O_RDONLY | O_NOFOLLOW));
    OK(close(open("s", O_RDONLY)));
    ERR(EEXIST, open("s", O_RDWR | O_CREAT | O_EXCL, 0600));
    OK(symlink("nowhere", "dangling"));
    ERR(ENOENT, open("dangling", O_RDONLY));
    ERR(EEXIST, open("dangling", O_RDWR | O_CREAT | O_EXCL, 0600));
    OK(close(open("dangling", O_RDWR | O_CREAT, 0600))); // makes the target
    OK(access("nowhere", F_OK));
    ERR(EFAULT, open((char *)16, O_RDONLY));
    return finish();
}

// Reading a directory: every entry once, "." and "..", types, inode numbers equal to those of stat.
#include "../test.h"
#include <dirent.h>

int main(void) {
    put("file", "");
    MUST(mkdir("dir", 0755));
    MUST(symlink("file", "link"));
    MUST(mkfifo("fifo", 0644));
    DIR *d = opendir(".");
    CHECK(d != NULL);
    int seen = 0, dots = 0, wrong = 0;
    for (struct dirent *e; (e = readdir(d));) {
        struct stat s;
        MUST(fstatat(dirfd(d), e->d_name, &s, AT_SYMLINK_NOFOLLOW));
        if (strcmp(e->d_name, "..") && s.st_ino != e->d_ino) wrong++;
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")) dots++, wrong += e->d_type != DT_DIR;
        else if (!strcmp(e->d_name, "file")) seen |= 1, wrong += e->d_type != DT_REG;
        else if (!strcmp(e->d_name, "dir")) seen |= 2, wrong += e->d_type != DT_DIR;
        else if (!strcmp(e->d_name, "link")) seen |= 4, wrong += e->d_type != DT_LNK;
        else if (!strcmp(e->d_name, "fifo")) seen |= 8, wrong += e->d_type != DT_FIFO;
        else say("FAIL unexpected %s", e->d_name), failures++;
    }
    EQ(15, seen);
    EQ(2, dots);
    EQ(0, wrong);
    put("later", "");
    rewinddir(d); // sees what was made meanwhile
    int later = 0;
    for (struct dirent *e; (e = readdir(d));) later += !strcmp(e->d_name, "later");
    EQ(1, later);
    CHECK(readdir(d) == NULL);
    OK(closedir(d));
    CHECK(opendir("file") == NULL && errno == ENOTDIR);
    CHECK(opendir("missing") == NULL && errno == ENOENT);
    char buffer[1024];
    int fd = MUST(open("file", O_RDONLY));
    ERR(ENOTDIR, syscall(SYS_getdents64, fd, buffer, sizeof buffer));
    fd = MUST(open(".", O_RDONLY));
    ERR(EINVAL, syscall(SYS_getdents64, fd, buffer, 8)); // too small for one entry
    ERR(EFAULT, syscall(SYS_getdents64, fd, 16, sizeof buffer));
    CHECK(syscall(SYS_getdents64, fd, buffer, sizeof buffer) > 100);
    EQ(0, syscall(SYS_getdents64, fd, buffer, sizeof buffer));
    return finish();
}

// telldir and seekdir, lseek on a directory, dup of a directory descriptor: the position is the open file's.
#include "../test.h"
#include <dirent.h>

static int count(int fd) { // entries from here to the end
    static char buffer[1024] __attribute__((aligned(8)));
    int entries = 0;
    for (long n; (n = syscall(SYS_getdents64, fd, buffer, sizeof buffer)) > 0;)
        for (long at = 0; at < n; at += ((struct dirent64 *)(buffer + at))->d_reclen) entries++;
    return entries;
}

int main(void) {
    char name[32], first[10][256];
    for (int i = 0; i < 100; i++) {
        snprintf(name, sizeof name, "file-%02d", i);
        put(name, "");
    }
    DIR *d = opendir(".");
    long positions[10];
    for (int i = 0; i < 50; i++) readdir(d);
    for (int i = 0; i < 10; i++) {
        positions[i] = telldir(d);
        strcpy(first[i], readdir(d)->d_name);
    }
    int wrong = 0;
    for (int i = 9; i >= 0; i--) {
        seekdir(d, positions[i]);
        wrong += strcmp(readdir(d)->d_name, first[i]) != 0;
    }
    EQ(0, wrong);
    rewinddir(d);
    int all = 0;
    while (readdir(d)) all++;
    EQ(102, all);
    closedir(d);
    int fd = MUST(open(".", O_RDONLY)), copy = MUST(dup(fd));
    EQ(102, count(fd));
    EQ(0, count(fd));
    EQ(0, count(copy)); // shares the position
    EQ(0, lseek(copy, 0, SEEK_SET));
    EQ(102, count(fd));
    pid_t pid = xfork();
    if (pid == 0) lseek(fd, 0, SEEK_SET), _exit(0);
    STR("exit 0", reap(pid));
    EQ(102, count(fd)); // and so does a child
    int other = MUST(open(".", O_RDONLY));
    EQ(102, count(other));
    ERR(EINVAL, lseek(fd, -1, SEEK_SET));
    ERR(EISDIR, read(MUST(open(".", O_RDONLY)), name, 1));
    ERR(EBADF, write(fd, name, 1));
    return finish();
}

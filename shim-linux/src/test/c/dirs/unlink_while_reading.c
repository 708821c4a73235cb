// Removing entries while a directory is read: each is seen once and all get removed, as rm -r does.
#include "../test.h"
#include <dirent.h>

int main(void) {
    char name[32];
    MUST(mkdir("d", 0755));
    for (int i = 0; i < 400; i++) {
        snprintf(name, sizeof name, "d/entry-%04d", i);
        MUST(close(open(name, O_CREAT | O_WRONLY, 0600)));
    }
    char seen[400] = {0};
    int removed = 0, twice = 0, fd = MUST(open("d", O_RDONLY | O_DIRECTORY));
    for (;;) {
        static char buffer[2048] __attribute__((aligned(8)));
        long n = syscall(SYS_getdents64, fd, buffer, sizeof buffer);
        if (n <= 0) {
            EQ(0, n);
            break;
        }
        for (long at = 0; at < n;) {
            struct dirent64 *e = (struct dirent64 *)(buffer + at);
            at += e->d_reclen;
            if (e->d_name[0] == '.') continue;
            int i = atoi(e->d_name + 6);
            twice += seen[i], seen[i] = 1;
            MUST(unlinkat(fd, e->d_name, 0));
            removed++;
        }
    }
    EQ(400, removed);
    EQ(0, twice);
    close(fd);
    OK(rmdir("d"));
    MUST(mkdir("d", 0755)); // the other way: what stays is seen although others come and go
    for (int i = 0; i < 200; i++) {
        snprintf(name, sizeof name, "d/stay-%03d", i);
        put(name, "");
    }
    DIR *d = opendir("d");
    int stayed = 0, k = 0;
    for (struct dirent *e; (e = readdir(d));) {
        stayed += !strncmp(e->d_name, "stay", 4);
        snprintf(name, sizeof name, "d/new-%03d", k++ % 50);
        if (k <= 50) put(name, "");
        else unlink(name);
    }
    EQ(200, stayed);
    closedir(d);
    return finish();
}

// A large directory: five hundred entries, found one by one, listed completely, link counts of subdirectories.
#include "../test.h"
#include <dirent.h>

int main(void) {
    char name[64];
    struct stat s;
    int fd, wrong = 0;
    MUST(mkdir("d", 0755));
    fd = MUST(open("d", O_RDONLY | O_DIRECTORY));
    for (int i = 0; i < 500; i++) {
        snprintf(name, sizeof name, "a rather long name so that several blocks are needed %d", i);
        MUST(close(openat(fd, name, O_CREAT | O_WRONLY | O_EXCL, 0600)));
    }
    for (int i = 499; i >= 0; i -= 7) {
        snprintf(name, sizeof name, "a rather long name so that several blocks are needed %d", i);
        wrong += fstatat(fd, name, &s, 0) != 0;
    }
    EQ(0, wrong);
    ERR(ENOENT, fstatat(fd, "a rather long name so that several blocks are needed 500", &s, 0));
    DIR *d = fdopendir(fd);
    int count = 0;
    long sum = 0;
    for (struct dirent *e; (e = readdir(d));)
        if (e->d_name[0] != '.') count++, sum += atoi(strrchr(e->d_name, ' '));
    EQ(500, count);
    EQ(499L * 500 / 2, sum);
    for (int i = 0; i < 500; i++) {
        snprintf(name, sizeof name, "a rather long name so that several blocks are needed %d", i);
        wrong += unlinkat(dirfd(d), name, 0) != 0;
    }
    EQ(0, wrong);
    OK(closedir(d));
    OK(rmdir("d"));
    char deep[4000] = "deep"; // and a deep one
    for (int i = 0; i < 100; i++) {
        MUST(mkdir(deep, 0755));
        strcat(deep, "/subdirectory");
    }
    MUST(mkdir(deep, 0755));
    OK(stat(deep, &s));
    CHECK(S_ISDIR(s.st_mode));
    while (strchr(deep, '/')) {
        MUST(rmdir(deep));
        *strrchr(deep, '/') = 0;
    }
    OK(rmdir("deep"));
    return finish();
}

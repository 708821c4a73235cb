// renameat2: NOREPLACE refuses, EXCHANGE swaps (also a file and a directory), wrong combinations.
#include "../test.h"
#include <linux/fs.h>

static int rename2(const char *from, const char *to, unsigned flags) {
    return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags);
}

int main(void) {
    put("a", "A");
    put("b", "B");
    MUST(mkdir("d", 0755));
    put("d/f", "F");
    ERR(EEXIST, rename2("a", "b", RENAME_NOREPLACE));
    ERR(EEXIST, rename2("a", "d", RENAME_NOREPLACE));
    STR("B", get("b"));
    OK(rename2("a", "c", RENAME_NOREPLACE));
    STR("A", get("c"));
    OK(rename2("c", "b", RENAME_EXCHANGE));
    STR("B", get("c"));
    STR("A", get("b"));
    OK(rename2("b", "d", RENAME_EXCHANGE)); // a file for a directory
    STR("A", get("d"));
    STR("F", get("b/f"));
    struct stat s;
    MUST(stat(".", &s));
    EQ(3, s.st_nlink);
    ERR(ENOENT, rename2("c", "missing", RENAME_EXCHANGE));
    ERR(EINVAL, rename2("b", "b/f", RENAME_EXCHANGE)); // a directory with what is in it
    ERR(EINVAL, rename2("c", "x", RENAME_NOREPLACE | RENAME_EXCHANGE));
    ERR(EINVAL, rename2("c", "x", 0x100));
    OK(rename2("c", "c", RENAME_EXCHANGE));
    OK(rename2("c", "d", 0));
    STR("B", get("d"));
    int fd = MUST(open("b", O_RDONLY));
    OK(renameat(fd, "f", AT_FDCWD, "out"));
    OK(renameat(AT_FDCWD, "out", fd, "back"));
    STR("F", get("b/back"));
    ERR(EBADF, renameat(99, "x", AT_FDCWD, "y"));
    ERR(EFAULT, syscall(SYS_rename, "d", 16));
    return finish();
}

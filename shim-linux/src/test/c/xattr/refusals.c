// Extended attributes: wrong names, name spaces, kinds of files, rights and pointers.
#include "../test.h"
#include <sys/xattr.h>

int main(void) {
    char value[64];
    MUST(chmod(".", 0777));
    put("file", "");
    MUST(symlink("file", "link"));
    MUST(mkfifo("fifo", 0666));
    ERR(EOPNOTSUPP, setxattr("file", "nonsense", "x", 1, 0));
    ERR(EOPNOTSUPP, setxattr("file", "unknown.a", "x", 1, 0));
    ERR(EINVAL, setxattr("file", "user.", "x", 1, 0));
    ERR(ERANGE, setxattr("file", "", "x", 1, 0));
    char name[300] = "user.";
    memset(name + 5, 'n', 290);
    ERR(ERANGE, setxattr("file", name, "x", 1, 0));
    ERR(EINVAL, setxattr("file", "user.a", "x", 1, 99));
    ERR(ENOENT, setxattr("missing", "user.a", "x", 1, 0));
    ERR(ENOENT, getxattr("missing", "user.a", value, 1));
    ERR(EBADF, fsetxattr(99, "user.a", "x", 1, 0));
    ERR(EPERM, lsetxattr("link", "user.a", "x", 1, 0)); // the link itself may have none
    OK(setxattr("link", "user.a", "x", 1, 0)); // its target may
    EQ(1, getxattr("file", "user.a", value, 1));
    ERR(EPERM, setxattr("fifo", "user.a", "x", 1, 0));
    ERR(E2BIG, setxattr("file", "user.big", value, 65537, 0));
    ERR(EFAULT, setxattr("file", "user.a", (void *)16, 1, 0));
    ERR(EFAULT, setxattr("file", (char *)16, "x", 1, 0));
    ERR(EFAULT, getxattr("file", "user.a", (void *)16, 1));
    ERR(EBADF, fgetxattr(MUST(open("file", O_PATH)), "user.a", value, 1));
    MUST(chmod("file", 0444));
    pid_t pid = xfork();
    if (pid == 0) {
        drop_root();
        ERR(EACCES, setxattr("file", "user.a", "y", 1, 0)); // as for writing the file
        EQ(1, getxattr("file", "user.a", value, 1));
        ERR(ENODATA, getxattr("file", "trusted.a", value, 1));
        ERR(EPERM, setxattr("file", "trusted.a", "x", 1, 0));
        ERR(EPERM, setxattr("file", "security.other", "x", 1, 0));
        return finish();
    }
    STR("exit 0", reap(pid));
    ERR(ENODATA, getxattr("file", "security.capability", value, sizeof value)); // ls asks for this one
    int acl = getxattr("file", "system.posix_acl_access", value, sizeof value);
    CHECK(acl == -1 && (errno == ENODATA || errno == EOPNOTSUPP));
    return finish();
}

// chmod, fchmod, fchmodat, chown: who may, what bits stay, access and faccessat by real and effective ids.
#include "../test.h"

static int mode_of(const char *path) {
    struct stat s;
    return stat(path, &s) ? -1 : (int)(s.st_mode & 07777);
}

int main(void) {
    MUST(chmod(".", 0777));
    put("file", "");
    MUST(mkdir("d", 0755));
    if (geteuid() == 0) { // hand them to the ordinary user that we become
        MUST(chown("file", 65534, 65534));
        MUST(chown("d", 65534, 65534));
    }
    put("d/inside", "");
    MUST(chmod("d/inside", 0666));
    drop_root();
    OK(chmod("file", 0640));
    EQ(0640, mode_of("file"));
    OK(chmod("file", 04755));
    EQ(04755, mode_of("file"));
    int fd = MUST(open("file", O_RDWR));
    OK(fchmod(fd, 0600));
    EQ(0600, mode_of("file"));
    OK(fchmodat(AT_FDCWD, "file", 0444, 0));
    OK(access("file", R_OK));
    ERR(EACCES, access("file", W_OK));
    ERR(EACCES, access("file", R_OK | X_OK));
    OK(access("file", F_OK));
    ERR(ENOENT, access("missing", F_OK));
    ERR(EINVAL, access("file", 8));
    ERR(EACCES, open("file", O_WRONLY));
    OK(write(fd, "x", 1)); // what is open stays open
    OK(chmod("file", 0));
    ERR(EACCES, open("file", O_RDONLY));
    OK(chmod("file", 06777));
    OK(write(fd, "x", 1)); // writing takes the set-id bits away
    EQ(0777, mode_of("file"));
    OK(chmod("d", 0));
    ERR(EACCES, access("d/inside", F_OK)); // no way through
    ERR(EACCES, open("d", O_RDONLY));
    OK(chmod("d", 0111));
    OK(access("d/inside", R_OK)); // through, but not to be listed
    ERR(EACCES, open("d", O_RDONLY));
    ERR(EACCES, open("d/new", O_WRONLY | O_CREAT, 0600));
    OK(chmod("d", 0755));
    ERR(EPERM, chmod("/", 0777)); // somebody else's
    ERR(EPERM, chown("file", 0, -1));
    OK(chown("file", -1, getegid()));
    OK(chown("file", -1, -1));
    OK(fchownat(fd, "", -1, getegid(), AT_EMPTY_PATH));
    OK(faccessat(AT_FDCWD, "file", W_OK, AT_EACCESS));
    MUST(symlink("nowhere", "dangling"));
    ERR(ENOENT, chmod("dangling", 0777));
    ERR(ENOENT, access("dangling", F_OK));
    OK(faccessat(AT_FDCWD, "dangling", F_OK, AT_SYMLINK_NOFOLLOW));
    OK(lchown("dangling", -1, getegid()));
    ERR(EOPNOTSUPP, fchmodat(AT_FDCWD, "dangling", 0777, AT_SYMLINK_NOFOLLOW));
    return finish();
}

// statx: the mask, the fields, empty paths, flags and errors.
#include "../test.h"
#include <sys/sysmacros.h>

int main(void) {
    struct statx x;
    struct stat s;
    umask(027);
    put("file", "123456789");
    MUST(symlink("file", "link"));
    MUST(stat("file", &s));
    memset(&x, 0xff, sizeof x);
    OK(statx(AT_FDCWD, "file", 0, STATX_BASIC_STATS, &x));
    CHECK((x.stx_mask & STATX_BASIC_STATS) == STATX_BASIC_STATS);
    EQ(9, x.stx_size);
    EQ(0640, x.stx_mode & 07777);
    CHECK(S_ISREG(x.stx_mode) && x.stx_ino == s.st_ino && x.stx_nlink == 1);
    CHECK(x.stx_uid == geteuid() && x.stx_gid == s.st_gid);
    CHECK(x.stx_mtime.tv_sec == s.st_mtim.tv_sec && x.stx_mtime.tv_nsec == s.st_mtim.tv_nsec);
    CHECK(x.stx_blksize == s.st_blksize && x.stx_blocks == (uint64_t)s.st_blocks);
    CHECK(makedev(x.stx_dev_major, x.stx_dev_minor) == s.st_dev);
    OK(statx(AT_FDCWD, "link", AT_SYMLINK_NOFOLLOW, STATX_TYPE, &x));
    CHECK(S_ISLNK(x.stx_mode) && (x.stx_mask & STATX_TYPE));
    int fd = MUST(open("file", O_RDONLY));
    OK(statx(fd, "", AT_EMPTY_PATH, STATX_SIZE, &x));
    EQ(9, x.stx_size);
    OK(statx(AT_FDCWD, "file", AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, STATX_BASIC_STATS | STATX_BTIME, &x));
    if (x.stx_mask & STATX_BTIME) CHECK(x.stx_btime.tv_sec >= s.st_ctim.tv_sec - 10 && x.stx_btime.tv_sec <= s.st_ctim.tv_sec);
    else say("ok: x.stx_btime.tv_sec >= s.st_ctim.tv_sec - 10 && x.stx_btime.tv_sec <= s.st_ctim.tv_sec");
    OK(statx(AT_FDCWD, "/dev/null", 0, STATX_BASIC_STATS, &x));
    CHECK(S_ISCHR(x.stx_mode) && x.stx_rdev_major == 1 && x.stx_rdev_minor == 3);
    ERR(EINVAL, statx(AT_FDCWD, "file", AT_STATX_FORCE_SYNC | AT_STATX_DONT_SYNC, STATX_TYPE, &x));
    ERR(EINVAL, statx(AT_FDCWD, "file", 0x40000000, STATX_TYPE, &x));
    ERR(EINVAL, statx(AT_FDCWD, "file", 0, STATX__RESERVED, &x));
    ERR(ENOENT, statx(AT_FDCWD, "missing", 0, STATX_TYPE, &x));
    ERR(ENOENT, statx(fd, "", 0, STATX_TYPE, &x));
    ERR(EFAULT, syscall(SYS_statx, AT_FDCWD, "file", 0, STATX_TYPE, 16));
    ERR(EFAULT, syscall(SYS_statx, AT_FDCWD, 16, 0, STATX_TYPE, &x));
    return finish();
}

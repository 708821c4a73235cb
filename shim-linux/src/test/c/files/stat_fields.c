// stat, lstat, fstat, fstatat: type, mode, size, links, blocks, device numbers, times; statfs.
#include "../test.h"
#include <sys/statfs.h>
#include <sys/sysmacros.h>

int main(void) {
    struct stat s, t;
    umask(022);
    time_t before = time(NULL);
    put("file", "12345");
    MUST(link("file", "second"));
    MUST(symlink("file", "link"));
    OK(stat("file", &s));
    CHECK(S_ISREG(s.st_mode));
    EQ(0644, s.st_mode & 07777);
    EQ(5, s.st_size);
    EQ(2, s.st_nlink);
    CHECK(s.st_uid == geteuid() && s.st_blksize >= 512 && s.st_ino != 0);
    CHECK(s.st_mtim.tv_sec >= before - 1 && s.st_mtim.tv_sec <= before + 10);
    CHECK(s.st_mtim.tv_sec == s.st_ctim.tv_sec || s.st_ctim.tv_sec >= s.st_mtim.tv_sec);
    OK(stat("second", &t));
    CHECK(s.st_ino == t.st_ino && s.st_dev == t.st_dev);
    OK(lstat("link", &t));
    CHECK(S_ISLNK(t.st_mode) && t.st_ino != s.st_ino);
    OK(stat("link", &t));
    CHECK(t.st_ino == s.st_ino);
    int fd = MUST(open("file", O_RDONLY)), dir = MUST(open(".", O_RDONLY));
    OK(fstat(fd, &t));
    CHECK(t.st_ino == s.st_ino);
    OK(fstatat(dir, "link", &t, 0));
    CHECK(S_ISREG(t.st_mode));
    OK(fstatat(dir, "link", &t, AT_SYMLINK_NOFOLLOW));
    CHECK(S_ISLNK(t.st_mode));
    OK(fstatat(fd, "", &t, AT_EMPTY_PATH));
    CHECK(t.st_ino == s.st_ino);
    OK(fstatat(AT_FDCWD, "", &t, AT_EMPTY_PATH));
    CHECK(S_ISDIR(t.st_mode));
    ERR(ENOENT, fstatat(dir, "", &t, 0));
    ERR(ENOTDIR, fstatat(fd, "x", &t, 0));
    ERR(EBADF, fstatat(99, "x", &t, 0));
    OK(fstatat(99, "/", &t, 0)); // an absolute path needs no directory
    ERR(EINVAL, fstatat(dir, "link", &t, 0x40000000));
    ERR(EBADF, fstat(99, &t));
    ERR(EFAULT, syscall(SYS_newfstatat, AT_FDCWD, "file", 16, 0));
    int big = MUST(open("sparse", O_WRONLY | O_CREAT, 0600));
    MUST(ftruncate(big, 1 << 30));
    OK(fstat(big, &t));
    EQ(1 << 30, t.st_size);
    CHECK(t.st_blocks * 512 < 1 << 20); // a hole takes no room
    MUST(write(big, "x", 1));
    MUST(fsync(big));
    OK(fstat(big, &t));
    CHECK(t.st_blocks > 0);
    struct statfs f;
    OK(statfs(".", &f));
    CHECK(f.f_bsize > 0 && f.f_namelen == 255 && f.f_type != 0);
    OK(fstatfs(fd, &f));
    OK(statfs("/", &f)); // what holds the programs is not empty
    CHECK(f.f_blocks > f.f_bfree && f.f_bfree >= f.f_bavail && f.f_bavail > 0);
    ERR(ENOENT, statfs("missing", &f));
    OK(stat("/dev/null", &s));
    CHECK(major(s.st_rdev) == 1 && minor(s.st_rdev) == 3);
    return finish();
}

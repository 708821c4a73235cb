// fsync, fdatasync, sync_file_range, syncfs, posix_fadvise, readahead: accepted where they make sense, refused elsewhere.
#include "../test.h"

int main(void) {
    int p[2], fd = MUST(open("file", O_RDWR | O_CREAT, 0600)), dir = MUST(open(".", O_RDONLY));
    MUST(pipe(p));
    EQ(4, write(fd, "data", 4));
    OK(fsync(fd));
    OK(fdatasync(fd));
    OK(fsync(dir));
    OK(fsync(MUST(open("file", O_RDONLY))));
    OK(syncfs(dir));
    OK(sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE));
    ERR(EINVAL, fsync(p[0]));
    ERR(EINVAL, fdatasync(p[1]));
    ERR(EBADF, fsync(99));
    ERR(EBADF, syncfs(99));
    ERR(EINVAL, sync_file_range(fd, 0, 0, 99));
    ERR(EINVAL, sync_file_range(fd, -1, 0, 0));
    ERR(ESPIPE, sync_file_range(p[1], 0, 0, SYNC_FILE_RANGE_WRITE));
    RET(0, posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL));
    RET(0, posix_fadvise(fd, 0, 100, POSIX_FADV_DONTNEED));
    RET(0, posix_fadvise(fd, 0, 0, POSIX_FADV_WILLNEED));
    RET(EINVAL, posix_fadvise(fd, 0, 0, 99));
    RET(ESPIPE, posix_fadvise(p[0], 0, 0, POSIX_FADV_NORMAL));
    RET(EBADF, posix_fadvise(99, 0, 0, POSIX_FADV_NORMAL));
    OK(readahead(fd, 0, 4096));
    ERR(EBADF, readahead(99, 0, 4096));
    int synchronous = open("file", O_WRONLY | O_SYNC);
    EQ(4, write(synchronous, "sync", 4));
    CHECK((fcntl(synchronous, F_GETFL) & O_SYNC) == O_SYNC);
    int data = open("file", O_WRONLY | O_DSYNC);
    CHECK((fcntl(data, F_GETFL) & O_SYNC) == O_DSYNC);
    STR("sync", get("file"));
    return finish();
}

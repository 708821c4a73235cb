// POSIX record locks: conflicts between processes, F_GETLK's answer, read locks together, upgrade, unlock.
#include "../test.h"

static int set(int fd, int type, int from, int length) {
    struct flock l = {.l_type = type, .l_whence = SEEK_SET, .l_start = from, .l_len = length};
    return fcntl(fd, F_SETLK, &l);
}
static const char *holder(int fd, int type, int from, int length, pid_t expect) { // what stands in the way
    static char text[64];
    struct flock l = {.l_type = type, .l_whence = SEEK_SET, .l_start = from, .l_len = length};
    MUST(fcntl(fd, F_GETLK, &l));
    if (l.l_type == F_UNLCK) return "free";
    snprintf(text, sizeof text, "%s %lld+%lld %s", l.l_type == F_RDLCK ? "read" : "write", (long long)l.l_start,
             (long long)l.l_len, l.l_pid == expect ? "by the right process" : "by somebody");
    return text;
}

int main(void) {
    int fd = MUST(open("file", O_RDWR | O_CREAT, 0600));
    MUST(write(fd, "0123456789", 10));
    OK(set(fd, F_WRLCK, 0, 10));
    STR("free", holder(fd, F_WRLCK, 0, 10, 0)); // one's own never conflict
    OK(set(fd, F_RDLCK, 4, 2)); // part of it becomes a read lock
    OK(set(fd, F_UNLCK, 8, 2));
    pid_t parent = getpid(), pid = xfork();
    if (pid == 0) { // not inherited by fork
        STR("write 0+4 by the right process", holder(fd, F_RDLCK, 0, 0, parent));
        STR("read 4+2 by the right process", holder(fd, F_WRLCK, 4, 1, parent));
        STR("free", holder(fd, F_RDLCK, 4, 2, parent));
        STR("write 6+2 by the right process", holder(fd, F_RDLCK, 5, 10, parent));
        STR("free", holder(fd, F_WRLCK, 8, 0, parent));
        ERR(EAGAIN, set(fd, F_WRLCK, 0, 1));
        ERR(EAGAIN, set(fd, F_RDLCK, 3, 1));
        OK(set(fd, F_RDLCK, 4, 2));
        ERR(EAGAIN, set(fd, F_WRLCK, 4, 2)); // no upgrade while the other one reads
        OK(set(fd, F_WRLCK, 8, 100)); // beyond the end
        OK(set(fd, F_UNLCK, 0, 5)); // what one does not have
        ERR(EAGAIN, set(fd, F_WRLCK, 0, 1));
        return finish();
    }
    STR("exit 0", reap(pid)); // its end has released its locks
    OK(set(fd, F_WRLCK, 0, 0)); // length 0: to the end, wherever that will be
    pid = xfork();
    if (pid == 0) {
        STR("write 0+0 by the right process", holder(fd, F_WRLCK, 1000000, 1, parent));
        return finish();
    }
    STR("exit 0", reap(pid));
    MUST(lseek(fd, 5, SEEK_SET));
    struct flock l = {.l_type = F_UNLCK, .l_whence = SEEK_CUR, .l_start = -2, .l_len = 4};
    OK(fcntl(fd, F_SETLK, &l));
    l = (struct flock){.l_type = F_UNLCK, .l_whence = SEEK_END, .l_start = -1, .l_len = -1};
    OK(fcntl(fd, F_SETLK, &l)); // a negative length lies before the start
    pid = xfork();
    if (pid == 0) {
        STR("free", holder(fd, F_WRLCK, 3, 4, parent));
        STR("write 7+1 by the right process", holder(fd, F_WRLCK, 3, 5, parent));
        STR("free", holder(fd, F_WRLCK, 8, 1, parent));
        return finish();
    }
    STR("exit 0", reap(pid));
    ERR(EBADF, set(MUST(open("file", O_RDONLY)), F_WRLCK, 0, 1));
    ERR(EBADF, set(MUST(open("file", O_WRONLY)), F_RDLCK, 0, 1));
    ERR(EINVAL, set(fd, 99, 0, 1));
    ERR(EINVAL, set(fd, F_WRLCK, -1, 1));
    ERR(EFAULT, syscall(SYS_fcntl, fd, F_SETLK, 16));
    return finish();
}

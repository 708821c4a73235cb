// Open-file-description locks: belong to the open file, are inherited by fork, conflict within a process, no EDEADLK.
#include "../test.h"

static int lock(int fd, int command, int type, int from) {
    struct flock l = {.l_type = type, .l_whence = SEEK_SET, .l_start = from, .l_len = 1};
    return fcntl(fd, command, &l);
}
static const char *holder(int fd, int command) {
    static char text[64];
    struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1};
    MUST(fcntl(fd, command, &l));
    snprintf(text, sizeof text, "%s %d", l.l_type == F_UNLCK ? "free" : l.l_type == F_RDLCK ? "read" : "write",
             l.l_type == F_UNLCK ? 0 : l.l_pid == -1 ? -1 : l.l_pid == getpid());
    return text;
}

int main(void) {
    int a = MUST(open("file", O_RDWR | O_CREAT, 0600)), b = MUST(open("file", O_RDWR)), copy = MUST(dup(a));
    OK(lock(a, F_OFD_SETLK, F_WRLCK, 0));
    ERR(EAGAIN, lock(b, F_OFD_SETLK, F_WRLCK, 0)); // the other open file of the same process
    ERR(EAGAIN, lock(b, F_OFD_SETLK, F_RDLCK, 0));
    ERR(EAGAIN, lock(b, F_SETLK, F_WRLCK, 0)); // and POSIX locks conflict as well
    OK(lock(copy, F_OFD_SETLK, F_WRLCK, 0)); // the same open file
    STR("write -1", holder(b, F_OFD_GETLK)); // nobody's process id
    STR("free 0", holder(a, F_OFD_GETLK));
    STR("write -1", holder(b, F_GETLK));
    close(MUST(open("file", O_RDONLY))); // closing others does no harm
    ERR(EAGAIN, lock(b, F_OFD_SETLK, F_WRLCK, 0));
    close(copy);
    ERR(EAGAIN, lock(b, F_OFD_SETLK, F_WRLCK, 0));
    pid_t pid = xfork();
    if (pid == 0) {
        OK(lock(a, F_OFD_SETLK, F_WRLCK, 0)); // inherited
        ERR(EAGAIN, lock(b, F_OFD_SETLK, F_WRLCK, 0));
        close(a);
        ERR(EAGAIN, lock(b, F_OFD_SETLK, F_WRLCK, 0)); // the parent has it open
        return finish();
    }
    STR("exit 0", reap(pid));
    ERR(EAGAIN, lock(b, F_OFD_SETLK, F_WRLCK, 0));
    pid = xfork();
    if (pid == 0) { // waits for it in another process
        close(a);
        alarm(10);
        _exit(lock(b, F_OFD_SETLKW, F_WRLCK, 0) == 0 ? 0 : 1);
    }
    msleep(20);
    close(a); // the last one
    STR("exit 0", reap(pid));
    OK(lock(b, F_OFD_SETLK, F_WRLCK, 0));
    struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1, .l_pid = 5};
    ERR(EINVAL, fcntl(b, F_OFD_SETLK, &l)); // the id must be zero
    return finish();
}

// The trap of POSIX locks: closing any descriptor of the file, of whatever open, releases all of the process's locks.
#include "../test.h"

static int fd;
static int lock(int f, int type) {
    struct flock l = {.l_type = type, .l_whence = SEEK_SET, .l_len = 1};
    return fcntl(f, F_SETLK, &l);
}
static const char *seen_by_child(void) {
    pid_t pid = xfork();
    if (pid == 0) {
        struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
        _exit(fcntl(fd, F_GETLK, &l) == 0 && l.l_type == F_UNLCK ? 0 : 1);
    }
    return strcmp(reap(pid), "exit 0") ? "locked" : "free";
}

int main(int argc, char **argv) {
    if (argc > 1) {
        fd = 3;
        return strcmp(seen_by_child(), "locked") != 0; // still ours after exec
    }
    for (int i = 3; i < 20; i++) close(i);
    fd = MUST(open("file", O_RDWR | O_CREAT, 0600));
    OK(lock(fd, F_WRLCK));
    STR("locked", seen_by_child());
    int other = MUST(open("file", O_RDONLY)); // an open of its own, without any lock
    OK(close(other));
    STR("free", seen_by_child());
    OK(lock(fd, F_WRLCK));
    OK(close(dup(fd)));
    STR("free", seen_by_child());
    OK(lock(fd, F_WRLCK));
    get("file"); // a library that only reads it does the same harm
    STR("free", seen_by_child());
    OK(lock(fd, F_WRLCK));
    pid_t pid = xfork();
    if (pid == 0) close(fd), _exit(0); // the child's close is the child's affair
    STR("exit 0", reap(pid));
    STR("locked", seen_by_child());
    MUST(link("file", "second name"));
    other = MUST(open("second name", O_RDWR));
    OK(lock(other, F_WRLCK)); // the same file
    close(other);
    STR("free", seen_by_child());
    pid = xfork();
    if (pid == 0) {
        lock(fd, F_WRLCK);
        execl(argv[0], argv[0], "child", NULL);
        _exit(9);
    }
    STR("exit 0", reap(pid));
    STR("free", seen_by_child());
    return finish();
}

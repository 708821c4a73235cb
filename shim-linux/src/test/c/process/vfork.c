// vfork: the child shares memory, the parent waits until it execs or exits, descriptors are the child's own.
#include "../test.h"

static volatile int shared = 1;

int main(int argc, char **argv) {
    if (argc > 1) {
        msleep(50);
        return 6;
    }
    int fd = MUST(open("/dev/null", O_RDONLY));
    pid_t pid = vfork();
    if (pid == 0) {
        shared = 2;
        close(fd);
        struct timespec t = {0, 30000000};
        nanosleep(&t, NULL);
        shared = 3;
        _exit(4);
    }
    EQ(3, shared); // the parent went on only after the child's exit
    CHECK(fcntl(fd, F_GETFD) == 0);
    STR("exit 4", reap(pid));
    long long start = now_ms();
    pid = vfork();
    if (pid == 0) {
        execl(argv[0], argv[0], "child", NULL);
        _exit(9);
    }
    int status; // the parent went on at exec, while the child still runs
    pid_t early = waitpid(pid, &status, WNOHANG);
    CHECK(early == 0 || now_ms() - start > 45);
    if (early == 0) waitpid(pid, &status, 0);
    STR("exit 6", outcome(status));
    pid = vfork();
    if (pid == 0) {
        execl("/no/such/program", "x", NULL);
        shared = errno;
        _exit(127);
    }
    EQ(ENOENT, shared); // how posix_spawn learns of it
    STR("exit 127", reap(pid));
    pid = vfork();
    if (pid == 0) kill(getpid(), SIGKILL);
    STR("killed by SIGKILL", reap(pid));
    return finish();
}

// cmdline, environ, comm, exe of oneself and of a child; what a program writes over its arguments shows.
#include "../test.h"

static bool holds(const char *path, const char *want, size_t length) {
    char text[4096];
    int fd = MUST(open(path, O_RDONLY));
    long n = read(fd, text, sizeof text);
    close(fd);
    return n == (long)length && !memcmp(text, want, length);
}

int main(int argc, char **argv) {
    char path[64], program[4096] = {0};
    if (argc > 2) {
        CHECK(holds("/proc/self/cmdline", "my name\0first\0\0last", 20));
        CHECK(holds("/proc/self/environ", "A=1\0B=two words", 16));
        STR("command_line\n", get("/proc/self/comm"));
        memset(argv[1], 'X', 5); // as setproctitle does
        CHECK(holds("/proc/self/cmdline", "my name\0XXXXX\0\0last", 20));
        MUST(write(10, "r", 1));
        if (failures) _exit(1);
        pause();
    }
    int p[2];
    MUST(pipe(p));
    dup2(p[1], 10);
    pid_t pid = xfork();
    if (pid == 0) {
        execve(argv[0], (char *[]){"my name", "first", "", "last", NULL}, (char *[]){"A=1", "B=two words", NULL});
        _exit(9);
    }
    char c;
    MUST(read(p[0], &c, 1));
    snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
    CHECK(holds(path, "my name\0XXXXX\0\0last", 20));
    snprintf(path, sizeof path, "/proc/%d/environ", pid);
    CHECK(holds(path, "A=1\0B=two words", 16));
    snprintf(path, sizeof path, "/proc/%d/exe", pid);
    CHECK(readlink(path, program, sizeof program - 1) > 0);
    char *own = realpath(argv[0], NULL);
    CHECK(own && !strcmp(own, program));
    snprintf(path, sizeof path, "/proc/%d/comm", pid);
    STR("command_line\n", get(path));
    kill(pid, SIGKILL);
    STR("killed by SIGKILL", reap(pid));
    STR("ENOENT", get(path));
    pid = xfork();
    if (pid == 0) _exit(0);
    MUST(waitid(P_PID, pid, &(siginfo_t){0}, WEXITED | WNOWAIT));
    snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
    STR("", get(path)); // a zombie has none
    STR("exit 0", reap(pid));
    return finish();
}

// cflags: -O2 -pthread
// micro NAME: measures one thing and prints nanoseconds per operation.
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *target;  // a static program that exits at once
static char path[4096];

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void do_getppid(long n) {
    for (long i = 0; i < n; i++) getppid();
}

static void do_getpid(long n) {
    for (long i = 0; i < n; i++) getpid();
}

static void do_clock(long n) {
    struct timespec t;
    for (long i = 0; i < n; i++) clock_gettime(CLOCK_MONOTONIC, &t);
}

static void do_pread(long n) {
    char buffer[4096];
    int fd = open(path, O_RDONLY);
    if (fd < 0) die(path);
    for (long i = 0; i < n; i++)
        if (pread(fd, buffer, sizeof buffer, 0) != sizeof buffer) die("pread");
    close(fd);
}

static void do_open(long n) {
    for (long i = 0; i < n; i++) {
        int fd = open(path, O_RDONLY);
        if (fd < 0) die(path);
        close(fd);
    }
}

static void do_stat(long n) {
    struct stat s;
    for (long i = 0; i < n; i++)
        if (stat(path, &s)) die(path);
}

static void do_pipe(long n) {
    int a[2], b[2];
    char c = 1;
    if (pipe(a) || pipe(b)) die("pipe");
    pid_t pid = fork();
    if (pid == 0) {
        close(a[1]);
        while (read(a[0], &c, 1) == 1) if (write(b[1], &c, 1) != 1) break;
        _exit(0);
    }
    close(a[0]);
    for (long i = 0; i < n; i++)
        if (write(a[1], &c, 1) != 1 || read(b[0], &c, 1) != 1) die("ping-pong");
    close(a[1]);
    waitpid(pid, NULL, 0);
}

static void do_fork(long n) {
    for (long i = 0; i < n; i++) {
        pid_t pid = fork();
        if (pid == 0) _exit(0);
        if (pid < 0 || waitpid(pid, NULL, 0) != pid) die("fork");
    }
}

static void do_exec(long n) {
    for (long i = 0; i < n; i++) {
        pid_t pid = fork();
        if (pid == 0) {
            execl(target, target, (char *)NULL);
            _exit(127);
        }
        int status;
        if (pid < 0 || waitpid(pid, &status, 0) != pid || status) die("exec");
    }
}

static void *nothing(void *p) {
    return p;
}

static void do_thread(long n) {
    for (long i = 0; i < n; i++) {
        pthread_t t;
        if (pthread_create(&t, NULL, nothing, NULL)) die("pthread_create");
        pthread_join(t, NULL);
    }
}

static void do_mmap(long n) {
    for (long i = 0; i < n; i++) {
        char *p = mmap(NULL, 16 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (p == MAP_FAILED) die("mmap");
        for (int k = 0; k < 16; k++) p[k * 4096] = 1;
        munmap(p, 16 * 4096);
    }
}

static const struct {
    const char *name;
    void (*run)(long);
    long n;
} tests[] = {
    {"getppid", do_getppid, 300000}, {"getpid", do_getpid, 300000}, {"clock_gettime", do_clock, 3000000},
    {"pread-4k", do_pread, 100000}, {"open-close", do_open, 30000}, {"stat", do_stat, 50000},
    {"pipe-ping-pong", do_pipe, 5000}, {"fork-exit-wait", do_fork, 300}, {"fork-exec-wait", do_exec, 200},
    {"thread-create-join", do_thread, 1000}, {"mmap-touch-munmap", do_mmap, 5000},
};

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: micro NAME FILE PROGRAM\n");
        return 2;
    }
    snprintf(path, sizeof path, "%s", argv[2]);
    target = argv[3];
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        if (!strcmp(tests[i].name, argv[1])) {
            tests[i].run(tests[i].n / 20 + 1);  // warm up
            double best = 1e18;
            for (int round = 0; round < 3; round++) {
                double start = now();
                tests[i].run(tests[i].n);
                double each = (now() - start) / tests[i].n;
                if (each < best) best = each;
            }
            printf("%.1f\n", best);
            return 0;
        }
    fprintf(stderr, "micro: no test %s\n", argv[1]);
    return 2;
}

// Takes more and more of one thing until it is refused, says so, and ends with 3; or does one thing for ever.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

static char bytes[65536];

static int forks(void) {
    pid_t pid = fork();
    if (pid == 0) pause(), _exit(0);
    return pid;
}

static int pipes(void) {
    int p[2];
    if (pipe(p) == -1) return -1;
    return write(p[1], bytes, sizeof bytes);
}

static int memory(void) {
    char *p = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) return -1;
    memset(p, 1, 1 << 20);
    return 0;
}

int main(int count, char **arguments) {
    const char *what = count > 1 ? arguments[1] : "";
    int (*take)(void) = !strcmp(what, "forks") ? forks : !strcmp(what, "pipes") ? pipes : !strcmp(what, "memory") ? memory : NULL;
    long taken = 0;
    if (!strcmp(what, "spin"))
        for (puts("ready"), fflush(stdout);;) {
        }
    if (!strcmp(what, "crash")) *(volatile char *)16 = 0;
    if (!take) return 2;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    while (take() >= 0) taken++;
    printf("%ld, then %s\n", taken, strerror(errno));
    return 3;
}

// fuzz SEED SECONDS: system calls with random numbers and wild arguments, in children that are replaced as they die.
// Says 'done' at the end. What a call does is of no interest; that the kernel survives it is.
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char page[8192] __attribute__((aligned(4096)));
static uint64_t state;

static uint64_t rnd(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static long argument(void) {
    static const long interesting[] = {0, 1, 2, 3, -1, -2, -100, 4096, 0x7fffffff, 0x80000000, 0x7fffffffffffffff,
                                       (long)0x8000000000000000, 0x7fe000000000, 0x7ff100000000, 0x7ff400010000, 0xfff, 8, 64};
    switch (rnd() % 6) {
        case 0: return interesting[rnd() % (sizeof interesting / sizeof *interesting)];
        case 1: return (long)(page + rnd() % sizeof page);
        case 2: return (long)rnd();
        case 3: return rnd() % 32;
        case 4: return (long)(page + 4096 - rnd() % 16);
        default: return (long)(1ull << rnd() % 64);
    }
}

static int excluded(long n) {
    switch (n) {
        case SYS_exit: case SYS_exit_group: case SYS_fork: case SYS_vfork: case SYS_clone: case SYS_clone3: case SYS_pause:
        case SYS_rt_sigsuspend: case SYS_kill: case SYS_tkill: case SYS_tgkill: case SYS_reboot: case SYS_rt_sigtimedwait:
        case SYS_rt_sigqueueinfo: case SYS_rt_tgsigqueueinfo: case SYS_alarm: case SYS_setitimer: case SYS_rt_sigprocmask:
            return 1;
    }
    return 0;
}

static void child(uint64_t seed) {
    static const char *names[] = {"/tmp", "/proc/self/maps", "/dev/null", "f", "../x", "/proc/self/fd/0", "/dev/zero"};
    state = seed | 1;
    alarm(1);
    for (int i = 0; i < 400; i++) {
        for (int k = 0; k < 64; k++) page[rnd() % sizeof page] = (char)rnd();
        strcpy(page + 512, names[rnd() % 7]);
        long n = rnd() % 465;
        if (excluded(n)) continue;
        long a = rnd() % 3 ? argument() : (long)(page + 512), b = rnd() % 4 ? argument() : (long)(page + 512);
        syscall(n, a, b, argument(), argument(), argument(), argument());
    }
    _exit(0);
}

int main(int argc, char **argv) {
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    time_t end = time(NULL) + (argc > 2 ? atoi(argv[2]) : 5);
    long count = 0;
    while (time(NULL) < end) {
        pid_t pid = fork();
        if (pid == 0) {
            setsid();
            child(seed * 1000003 + count);
        }
        int status;
        if (pid < 0 || waitpid(pid, &status, 0) != pid) return 1;
        count++;
    }
    fprintf(stderr, "%ld children\n", count);
    puts("done");
    return 0;
}

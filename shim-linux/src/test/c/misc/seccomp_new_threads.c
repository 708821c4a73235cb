// SECCOMP_FILTER_FLAG_TSYNC reaches a thread, too, that is only just being made.
#include "../test.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/prctl.h>

enum { ROUNDS = 30, THREADS = 40 };

static atomic_int installed, unfiltered;

static void *look(void *unused) {
    while (!installed) sched_yield();
    if (syscall(SYS_getppid) != -1 || errno != EXDEV) unfiltered++;
    return unused;
}

static void *make(void *unused) {
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) pthread_create(threads + i, NULL, look, NULL);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    return unused;
}

static int one_in_danger(int number) {
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EXDEV),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {4, code};
    pthread_t maker;
    MUST(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    pthread_create(&maker, NULL, make, NULL);
    nanosleep(&(struct timespec){0, 200000 + number * 50000}, NULL);
    MUST(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program));
    installed = 1;
    pthread_join(maker, NULL);
    return unfiltered != 0;
}

int main(void) {
    int bad = 0;
    for (int i = 0; i < ROUNDS; i++) {
        pid_t pid = xfork();
        if (pid == 0) _exit(one_in_danger(i));
        int status;
        MUST(waitpid(pid, &status, 0));
        bad += status != 0;
    }
    EQ(0, bad);
    return finish();
}

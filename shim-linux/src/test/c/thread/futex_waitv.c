// futex_waitv: which of several futexes was woken, private and shared words, values, time-outs, wrong arguments, signals.
#include "../test.h"
#include <linux/futex.h>
#include <pthread.h>
#include <sys/mman.h>

#ifndef FUTEX_32
#define FUTEX_32 2
#endif
#define WORD(where, what, how) {.val = (what), .uaddr = (uintptr_t)(where), .flags = FUTEX_32 | (how)}
static uint32_t words[3] = {1, 2, 3};
static long waitv(struct futex_waitv *v, unsigned n, unsigned flags, struct timespec *t, clockid_t clock) {
    return syscall(SYS_futex_waitv, v, n, flags, t, clock);
}
static long wake(uint32_t *word, int private) { return syscall(SYS_futex, word, FUTEX_WAKE | private, 1, NULL, NULL, 0); }
static void *waker(void *word) {
    while (wake(word, FUTEX_PRIVATE_FLAG) == 0) msleep(1);
    return NULL;
}
static void on_signal(int signal) { (void)signal; }

int main(void) {
    struct futex_waitv v[3] = {WORD(&words[0], 1, FUTEX_PRIVATE_FLAG), WORD(&words[1], 2, FUTEX_PRIVATE_FLAG),
                               WORD(&words[2], 3, FUTEX_PRIVATE_FLAG)};
    for (int i = 2; i >= 0; i--) {
        pthread_t thread;
        pthread_create(&thread, NULL, waker, &words[i]);
        EQ(i, waitv(v, 3, 0, NULL, 0));
        pthread_join(thread, NULL);
    }
    uint32_t *shared = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    struct futex_waitv s[2] = {WORD(&words[0], 1, FUTEX_PRIVATE_FLAG), WORD(shared, 0, 0)};
    pid_t pid = xfork();
    if (pid == 0) {
        while (wake(shared, 0) == 0) msleep(1);
        _exit(0);
    }
    EQ(1, waitv(s, 2, 0, NULL, 0));
    STR("exit 0", reap(pid));
    words[1] = 9;
    ERR(EAGAIN, waitv(v, 3, 0, NULL, 0));
    words[1] = 2;
    EQ(0, wake(&words[0], FUTEX_PRIVATE_FLAG)); // nobody was left waiting
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    ERR(ETIMEDOUT, waitv(v, 3, 0, &t, CLOCK_MONOTONIC));
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_nsec += 5000000;
    if (t.tv_nsec > 999999999) t.tv_nsec -= 1000000000, t.tv_sec++;
    ERR(ETIMEDOUT, waitv(v, 3, 0, &t, CLOCK_REALTIME));
    handle(SIGALRM, on_signal, 0);
    alarm(1);
    ERR(EINTR, waitv(v, 3, 0, NULL, 0));
    ERR(EINVAL, waitv(v, 0, 0, NULL, 0));
    ERR(EINVAL, waitv(v, 129, 0, NULL, 0));
    ERR(EINVAL, waitv(v, 3, 1, NULL, 0));
    ERR(EINVAL, waitv(NULL, 3, 0, NULL, 0));
    ERR(EFAULT, waitv((void *)8, 3, 0, NULL, 0));
    ERR(EINVAL, waitv(v, 3, 0, &t, CLOCK_BOOTTIME));
    ERR(EFAULT, waitv(v, 3, 0, (void *)8, CLOCK_MONOTONIC));
    t.tv_nsec = 1000000000;
    ERR(EINVAL, waitv(v, 3, 0, &t, CLOCK_MONOTONIC));
    v[1].flags = FUTEX_32 | 0x40;
    ERR(EINVAL, waitv(v, 3, 0, NULL, 0));
    v[1].flags = FUTEX_PRIVATE_FLAG; // eight bits
    ERR(EINVAL, waitv(v, 3, 0, NULL, 0));
    v[1].flags = FUTEX_32 | FUTEX_PRIVATE_FLAG;
    v[1].__reserved = 1;
    ERR(EINVAL, waitv(v, 3, 0, NULL, 0));
    v[1].__reserved = 0;
    v[1].uaddr = (uintptr_t)&words[1] + 1;
    ERR(EINVAL, waitv(v, 3, 0, NULL, 0));
    v[1].uaddr = 4096; // nothing there
    ERR(EFAULT, waitv(v, 3, 0, NULL, 0));
    return finish();
}

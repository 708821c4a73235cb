// futex: wait returns at once if the value differs, sleeps until woken otherwise; wake tells how many it woke.
#include "../test.h"
#include <linux/futex.h>
#include <pthread.h>

static int word, started, woken;
static long futex(int *address, int operation, int value, struct timespec *timeout) {
    return syscall(SYS_futex, address, operation, value, timeout, NULL, 0);
}

static void *sleeper(void *unused) {
    (void)unused;
    __atomic_add_fetch(&started, 1, __ATOMIC_SEQ_CST);
    while (__atomic_load_n(&word, __ATOMIC_SEQ_CST) == 0) futex(&word, FUTEX_WAIT_PRIVATE, 0, NULL);
    __atomic_add_fetch(&woken, 1, __ATOMIC_SEQ_CST);
    return NULL;
}

int main(void) {
    ERR(EAGAIN, futex(&word, FUTEX_WAIT, 1, NULL));
    ERR(EAGAIN, futex(&word, FUTEX_WAIT_PRIVATE, 1, NULL));
    EQ(0, futex(&word, FUTEX_WAKE, 1, NULL));
    struct timespec brief = {0, 20000000};
    long long start = now_ms();
    ERR(ETIMEDOUT, futex(&word, FUTEX_WAIT, 0, &brief));
    CHECK(now_ms() - start >= 19);
    ERR(EINVAL, futex(&word, FUTEX_WAIT, 0, &(struct timespec){0, 1000000000}));
    ERR(EINVAL, futex(&word, FUTEX_WAIT, 0, &(struct timespec){-1, 0}));
    ERR(EINVAL, futex((int *)((char *)&word + 1), FUTEX_WAIT, 0, NULL));
    ERR(EFAULT, futex((int *)16, FUTEX_WAIT, 0, NULL));
    ERR(EFAULT, futex(&word, FUTEX_WAIT, 0, (struct timespec *)16));
    ERR(ENOSYS, futex(&word, 99, 0, NULL));
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, sleeper, NULL);
    AWAIT(__atomic_load_n(&started, __ATOMIC_SEQ_CST) == 4);
    int sum = 0; // wake them two at a time; the word stays 0, so they sleep again
    for (int i = 0; i < 1000 && sum < 4; i++) {
        long n = futex(&word, FUTEX_WAKE_PRIVATE, 2, NULL);
        if (n > 2) CHECK(n <= 2);
        sum += n;
        msleep(1);
    }
    CHECK(sum >= 4);
    EQ(0, woken);
    __atomic_store_n(&word, 1, __ATOMIC_SEQ_CST);
    CHECK(futex(&word, FUTEX_WAKE_PRIVATE, 1 << 30, NULL) <= 4);
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    EQ(4, woken);
    return finish();
}

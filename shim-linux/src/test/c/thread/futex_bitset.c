// FUTEX_WAIT_BITSET and WAKE_BITSET: wake by bits; the time-out is absolute, on the monotonic or the real clock.
#include "../test.h"
#include <linux/futex.h>
#include <pthread.h>

static int word, woken;
static long wait_bits(int value, struct timespec *until, unsigned bits, int flags) {
    return syscall(SYS_futex, &word, FUTEX_WAIT_BITSET_PRIVATE | flags, value, until, NULL, bits);
}
static long wake_bits(int count, unsigned bits) {
    return syscall(SYS_futex, &word, FUTEX_WAKE_BITSET_PRIVATE, count, NULL, NULL, bits);
}
static void *sleeper(void *bits) {
    wait_bits(0, NULL, (long)bits, 0);
    __atomic_or_fetch(&woken, (int)(long)bits, __ATOMIC_SEQ_CST);
    return NULL;
}

int main(void) {
    pthread_t threads[3];
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec--;
    ERR(ETIMEDOUT, wait_bits(0, &t, ~0U, 0)); // long past
    t.tv_sec++, t.tv_nsec += 30000000;
    if (t.tv_nsec > 999999999) t.tv_nsec -= 1000000000, t.tv_sec++;
    ERR(ETIMEDOUT, wait_bits(0, &t, ~0U, 0));
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    CHECK(now.tv_sec > t.tv_sec || (now.tv_sec == t.tv_sec && now.tv_nsec >= t.tv_nsec));
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_nsec += 20000000;
    if (t.tv_nsec > 999999999) t.tv_nsec -= 1000000000, t.tv_sec++;
    ERR(ETIMEDOUT, wait_bits(0, &t, ~0U, FUTEX_CLOCK_REALTIME));
    clock_gettime(CLOCK_REALTIME, &now);
    CHECK(now.tv_sec > t.tv_sec || (now.tv_sec == t.tv_sec && now.tv_nsec >= t.tv_nsec));
    ERR(EINVAL, wait_bits(0, NULL, 0, 0));
    ERR(EINVAL, wake_bits(1, 0));
    ERR(EAGAIN, wait_bits(1, NULL, 1, 0));
    for (long i = 0; i < 3; i++) pthread_create(&threads[i], NULL, sleeper, (void *)(1L << i));
    long n = 0;
    long long until = now_ms() + 10000;
    while (n == 0 && now_ms() < until) n = wake_bits(1, 2), msleep(1);
    EQ(1, n);
    AWAIT(__atomic_load_n(&woken, __ATOMIC_SEQ_CST) == 2);
    EQ(0, wake_bits(100, 8)); // nobody has this bit
    while (n < 3 && now_ms() < until) n += wake_bits(100, 5), msleep(1);
    EQ(3, n);
    for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
    EQ(7, woken);
    return finish();
}

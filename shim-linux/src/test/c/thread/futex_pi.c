// FUTEX_LOCK_PI, TRYLOCK_PI and UNLOCK_PI: the word holds the owner's id; hand-over to a waiter; errors.
#include "../test.h"
#include <linux/futex.h>
#include <pthread.h>

static int word, state;
static long futex(int operation, struct timespec *timeout) {
    return syscall(SYS_futex, &word, operation | FUTEX_PRIVATE_FLAG, 0, timeout, NULL, 0);
}
static void *other(void *unused) {
    ERR(EAGAIN, futex(FUTEX_TRYLOCK_PI, NULL));
    ERR(EPERM, futex(FUTEX_UNLOCK_PI, NULL)); // not the owner
    struct timespec t; // absolute, on the real clock
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_nsec += 20000000;
    if (t.tv_nsec > 999999999) t.tv_nsec -= 1000000000, t.tv_sec++;
    ERR(ETIMEDOUT, futex(FUTEX_LOCK_PI, &t));
    __atomic_store_n(&state, 1, __ATOMIC_SEQ_CST);
    OK(futex(FUTEX_LOCK_PI, NULL)); // waits for the hand-over
    CHECK((word & FUTEX_TID_MASK) == gettid());
    EQ(2, state);
    state = 3;
    OK(futex(FUTEX_UNLOCK_PI, NULL));
    return unused;
}

int main(void) {
    OK(futex(FUTEX_LOCK_PI, NULL));
    CHECK((word & FUTEX_TID_MASK) == gettid());
    ERR(EDEADLK, futex(FUTEX_LOCK_PI, NULL));
    OK(futex(FUTEX_UNLOCK_PI, NULL));
    EQ(0, word);
    OK(futex(FUTEX_TRYLOCK_PI, NULL));
    pthread_t t;
    pthread_create(&t, NULL, other, NULL);
    while (__atomic_load_n(&state, __ATOMIC_SEQ_CST) != 1) msleep(1);
    long long until = now_ms() + 10000;
    while (!(__atomic_load_n(&word, __ATOMIC_SEQ_CST) & FUTEX_WAITERS) && now_ms() < until) msleep(1);
    CHECK(word & FUTEX_WAITERS);
    state = 2;
    long unlocked = futex(FUTEX_UNLOCK_PI, NULL);
    pthread_join(t, NULL);
    EQ(0, unlocked);
    EQ(3, state);
    EQ(0, word);
    word = 0x3ffffff; // owned by nobody that exists
    ERR(ESRCH, futex(FUTEX_LOCK_PI, NULL));
    return finish();
}

// FUTEX_REQUEUE and CMP_REQUEUE: some waiters wake, the others move to another word and are woken there.
#include "../test.h"
#include <linux/futex.h>
#include <pthread.h>

static int first, second, woken;
static long futex(int *address, int operation, int value, long value2, int *address2, int value3) {
    return syscall(SYS_futex, address, operation, value, value2, address2, value3);
}
static void *sleeper(void *unused) {
    futex(&first, FUTEX_WAIT_PRIVATE, 0, 0, NULL, 0);
    __atomic_add_fetch(&woken, 1, __ATOMIC_SEQ_CST);
    return unused;
}

int main(void) {
    pthread_t threads[5];
    ERR(EAGAIN, futex(&first, FUTEX_CMP_REQUEUE_PRIVATE, 1, 1, &second, 99)); // the word is not 99
    EQ(0, futex(&first, FUTEX_CMP_REQUEUE_PRIVATE, 1, 1, &second, 0));
    EQ(0, futex(&first, FUTEX_REQUEUE_PRIVATE, 1, 1, &second, 0));
    for (int i = 0; i < 5; i++) pthread_create(&threads[i], NULL, sleeper, NULL);
    // Move all of them; that counts them, so we know when all five sleep.
    long moved = 0;
    long long until = now_ms() + 10000;
    while (moved < 5 && now_ms() < until) {
        moved += futex(&first, FUTEX_CMP_REQUEUE_PRIVATE, 0, 100, &second, 0);
        msleep(1);
    }
    EQ(5, moved);
    EQ(0, woken);
    EQ(0, futex(&first, FUTEX_WAKE_PRIVATE, 100, 0, NULL, 0)); // nobody is there any more
    EQ(3, futex(&second, FUTEX_REQUEUE_PRIVATE, 1, 2, &first, 0)); // one woken, two moved back
    AWAIT(__atomic_load_n(&woken, __ATOMIC_SEQ_CST) == 1);
    EQ(2, futex(&first, FUTEX_WAKE_PRIVATE, 100, 0, NULL, 0));
    AWAIT(__atomic_load_n(&woken, __ATOMIC_SEQ_CST) == 3);
    EQ(2, futex(&second, FUTEX_WAKE_PRIVATE, 100, 0, NULL, 0));
    for (int i = 0; i < 5; i++) pthread_join(threads[i], NULL);
    EQ(5, woken);
    ERR(EINVAL, futex(&first, FUTEX_CMP_REQUEUE_PRIVATE, -1, 1, &second, 0));
    ERR(EFAULT, futex(&first, FUTEX_CMP_REQUEUE, 1, 1, (int *)16, 0));
    return finish();
}

// Blocking eventfd: a reader waits for a value, a writer for room; threads; fork shares the counter.
#include "../test.h"
#include <pthread.h>
#include <sys/eventfd.h>

static int e;
static volatile int written;
static void *writer(void *unused) {
    uint64_t value = 5;
    if (write(e, &value, 8) == 8) written = 1; // waits until there is room
    return unused;
}
static void *taker(void *sum) {
    uint64_t value;
    for (int i = 0; i < 100; i++)
        if (read(e, &value, 8) == 8) __atomic_add_fetch((int *)sum, (int)value, __ATOMIC_SEQ_CST);
    return NULL;
}

int main(void) {
    pthread_t t[4];
    uint64_t value = UINT64_MAX - 1;
    int sum = 0;
    e = MUST(eventfd(0, 0));
    MUST(write(e, &value, 8));
    pthread_create(&t[0], NULL, writer, NULL);
    msleep(15);
    EQ(0, written);
    EQ(8, read(e, &value, 8));
    CHECK(value == UINT64_MAX - 1);
    pthread_join(t[0], NULL);
    EQ(1, written);
    EQ(8, read(e, &value, 8));
    EQ(5, value);
    e = MUST(eventfd(0, EFD_SEMAPHORE));
    for (int i = 0; i < 4; i++) pthread_create(&t[i], NULL, taker, &sum);
    for (int i = 0; i < 40; i++) value = 10, MUST(write(e, &value, 8));
    for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);
    EQ(400, sum);
    e = MUST(eventfd(7, 0));
    pid_t pid = xfork();
    if (pid == 0) {
        read(e, &value, 8);
        value++;
        write(e, &value, 8);
        _exit(0);
    }
    STR("exit 0", reap(pid));
    EQ(8, read(e, &value, 8));
    EQ(8, value);
    return finish();
}

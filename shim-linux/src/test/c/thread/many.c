// A hundred threads at a time, a thousand in all; each does some calls; none is left over.
#include "../test.h"
#include <pthread.h>

static pthread_barrier_t barrier;
static int calls;
static void *together(void *unused) {
    pthread_barrier_wait(&barrier); // all hundred and the first one exist at this moment
    for (int i = 0; i < 20; i++) {
        if (getppid() < 0) return NULL;
        __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
    }
    return unused;
}
static void *brief(void *number) { return number; }

int main(void) {
    pthread_t threads[100];
    pthread_attr_t a;
    pthread_attr_init(&a);
    pthread_attr_setstacksize(&a, 65536);
    pthread_barrier_init(&barrier, NULL, 101);
    for (int i = 0; i < 100; i++)
        if (pthread_create(&threads[i], &a, together, NULL)) FAIL_AT("thread %d", i);
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < 100; i++) pthread_join(threads[i], NULL);
    EQ(2000, calls);
    long sum = 0;
    for (int round = 0; round < 18; round++) {
        for (long i = 0; i < 50; i++) pthread_create(&threads[i], &a, brief, (void *)i);
        for (int i = 0; i < 50; i++) {
            void *result;
            pthread_join(threads[i], &result);
            sum += (long)result;
        }
    }
    EQ(18 * 1225, sum);
    AWAIT(strstr(get("/proc/self/status"), "\nThreads:\t1\n") != NULL);
    return finish();
}

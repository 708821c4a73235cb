// malloc under pressure: many sizes from several threads and a fork in between; every block keeps its pattern.
#include "../test.h"
#include <malloc.h>
#include <pthread.h>

static void *churn(void *argument) {
    unsigned seed = (unsigned)(long)argument;
    struct {
        unsigned char *p;
        size_t n;
    } slots[64] = {0};
    long bad = 0;
    for (int i = 0; i < 4000; i++) {
        int k = rand_r(&seed) % 64;
        if (slots[k].p) {
            unsigned char want = slots[k].n & 255;
            if (slots[k].p[0] != want || slots[k].p[slots[k].n - 1] != want) bad++;
            free(slots[k].p);
        }
        slots[k].n = 1 + (rand_r(&seed) % 50 ? rand_r(&seed) % 2000 : rand_r(&seed) % 300000);
        slots[k].p = malloc(slots[k].n);
        memset(slots[k].p, slots[k].n & 255, slots[k].n);
    }
    for (int k = 0; k < 64; k++) free(slots[k].p);
    return (void *)bad;
}

int main(void) {
    pthread_t threads[4];
    for (long i = 0; i < 4; i++) pthread_create(&threads[i], NULL, churn, (void *)(i + 1));
    pid_t pid = xfork(); // the allocator survives a fork in the middle
    if (pid == 0) _exit(churn((void *)9) == NULL ? 0 : 1);
    STR("exit 0", reap(pid));
    long bad = 0;
    for (int i = 0; i < 4; i++) {
        void *result;
        pthread_join(threads[i], &result);
        bad += (long)result;
    }
    EQ(0, bad);
    void *aligned = NULL;
    RET(0, posix_memalign(&aligned, 65536, 100));
    CHECK((uintptr_t)aligned % 65536 == 0);
    RET(EINVAL, posix_memalign(&aligned, 3, 100));
    CHECK(malloc_usable_size(aligned) >= 100);
    unsigned char *c = calloc(1000, 1000);
    CHECK(c[0] == 0 && c[999999] == 0);
    volatile size_t huge = SIZE_MAX / 2;
    CHECK(calloc(huge, 4) == NULL && errno == ENOMEM);
    return finish();
}

// Threads that map, protect, touch and unmap at the same time, while another thread reads a page that comes and goes.
#include "../test.h"
#include <pthread.h>
#include <setjmp.h>
#include <sys/mman.h>

static __thread sigjmp_buf out;
static volatile int stop;
static char *flicker;
static void on_segv(int signal) { siglongjmp(out, signal); }

static void *churn(void *argument) {
    long wrong = 0;
    for (int i = 0; i < 300; i++) {
        long pages = 1 + (i + (long)argument) % 7;
        char *p = mmap(NULL, pages * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (p == MAP_FAILED) return (void *)1000000L;
        for (long k = 0; k < pages; k++) wrong += p[k * 4096] != 0, p[k * 4096] = (char)(i + k);
        mprotect(p, 4096, PROT_READ);
        wrong += p[0] != (char)i;
        if (pages > 2) { // the hole may be another thread's at once: it is not unmapped a second time
            munmap(p + 4096, 4096), wrong += p[2 * 4096] != (char)(i + 2);
            munmap(p, 4096), munmap(p + 2 * 4096, (pages - 2) * 4096);
        } else {
            munmap(p, pages * 4096);
        }
    }
    return (void *)wrong;
}
static void *reader(void *unused) {
    (void)unused;
    volatile long strange = 0;
    while (!stop) {
        if (sigsetjmp(out, 1)) continue; // not there right now
        char c = *(volatile char *)flicker;
        strange = strange + (c != 0 && c != 7);
    }
    return (void *)strange;
}

int main(void) {
    pthread_t threads[5];
    void *result;
    long wrong = 0;
    handle(SIGSEGV, on_segv, SA_NODEFER);
    flicker = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    pthread_create(&threads[4], NULL, reader, NULL);
    for (long i = 0; i < 4; i++) pthread_create(&threads[i], NULL, churn, (void *)i);
    for (int i = 0; i < 200; i++) {
        MUST(mprotect(flicker, 4096, PROT_NONE));
        MUST(mprotect(flicker, 4096, PROT_READ | PROT_WRITE));
        *flicker = 7;
        MUST(mmap(flicker, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], &result);
        wrong += (long)result;
    }
    stop = 1;
    pthread_join(threads[4], &result);
    EQ(0, wrong);
    CHECK(result == NULL);
    return finish();
}

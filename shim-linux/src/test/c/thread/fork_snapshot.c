// fork while another thread stores: the child has no store of that thread without those before it.
#include "../test.h"
#include <pthread.h>

enum { BLOCK = 65536, CELLS = 32, ROUNDS = 300 }; // cells in each of two blocks

static volatile unsigned long area[2 * BLOCK / sizeof(long)] __attribute__((aligned(BLOCK)));
static volatile int done;

static volatile unsigned long *cell(int i) {
    return area + i * (BLOCK / CELLS / sizeof(long));
}

static void *writer(void *unused) {
    for (unsigned long n = 1; !done; n++)
        for (int i = 0; i < 2 * CELLS; i++) *cell(i) = n;
    return unused;
}

/* The first cells have the newest number, all others the one before. */
static int is_torn(void) {
    for (int i = 1; i < 2 * CELLS; i++)
        if (*cell(i) > *cell(i - 1) || *cell(0) - *cell(i) > 1) return 1;
    return 0;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, writer, NULL);
    AWAIT(*cell(0) != 0);
    int torn = 0;
    for (int i = 0; i < ROUNDS; i++) {
        pid_t pid = xfork();
        if (pid == 0) {
            int status = is_torn();
            *cell(0) = *cell(CELLS) = 0; // a kernel may remember to which memory children write
            _exit(status);
        }
        torn += strcmp("exit 0", reap(pid)) != 0;
    }
    EQ(0, torn);
    done = 1;
    pthread_join(thread, NULL);
    return finish();
}

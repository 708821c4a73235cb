// Cancellation: deferred at a blocking call, held back while disabled, asynchronous in a loop; clean-up handlers run.
#include "../test.h"
#include <pthread.h>

static int p[2], cleaned;
static volatile int reached;
static volatile int spinning;
static void clean_up(void *by) { cleaned += (int)(long)by; }

static void *in_read(void *unused) {
    char c;
    pthread_cleanup_push(clean_up, (void *)1);
    pthread_cleanup_push(clean_up, (void *)10);
    reached = 1;
    read(p[0], &c, 1);
    pthread_cleanup_pop(1);
    pthread_cleanup_pop(1);
    return unused;
}
static void *in_nanosleep(void *unused) {
    pthread_cleanup_push(clean_up, (void *)100);
    msleep(100000);
    pthread_cleanup_pop(0);
    return unused;
}
static void *disabled(void *unused) {
    int old;
    (void)unused;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
    spinning = 1;
    while (spinning != 2) msleep(1);
    reached = 2; // cancelled already, but it has no effect yet
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old);
    pthread_testcancel();
    reached = 3;
    return NULL;
}
static void *asynchronous(void *unused) {
    int old;
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &old);
    spinning = 3;
    for (;;) spinning = spinning;
    return unused;
}
static bool cancelled(pthread_t t) {
    void *result;
    pthread_join(t, &result);
    return result == PTHREAD_CANCELED;
}

int main(void) {
    pthread_t t;
    MUST(pipe(p));
    pthread_create(&t, NULL, in_read, NULL);
    while (!reached) msleep(1);
    RET(0, pthread_cancel(t));
    CHECK(cancelled(t));
    EQ(11, cleaned);
    pthread_create(&t, NULL, in_nanosleep, NULL);
    RET(0, pthread_cancel(t)); // perhaps before it has started
    CHECK(cancelled(t));
    pthread_create(&t, NULL, disabled, NULL);
    while (spinning != 1) msleep(1);
    pthread_cancel(t);
    spinning = 2;
    CHECK(cancelled(t));
    EQ(2, reached);
    pthread_create(&t, NULL, asynchronous, NULL);
    while (spinning != 3) msleep(1);
    pthread_cancel(t);
    CHECK(cancelled(t));
    for (int i = 0; i < 200; i++) { // at every moment
        pthread_create(&t, NULL, i & 1 ? in_read : in_nanosleep, NULL);
        pthread_cancel(t);
        if (!cancelled(t)) CHECK(false);
    }
    return finish();
}

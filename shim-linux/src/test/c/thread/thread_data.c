// Thread-specific data with destructors, thread-local errno, names, attributes: stack size, guard, detached.
#include "../test.h"
#include <limits.h>
#include <pthread.h>

static pthread_key_t key;
static int destroyed;
static volatile int detached_ran;
static void destroy(void *value) { __atomic_add_fetch(&destroyed, (int)(long)value, __ATOMIC_SEQ_CST); }
static void *body(void *value) {
    if (pthread_getspecific(key) != NULL) return (void *)1;
    pthread_setspecific(key, value);
    errno = (int)(long)value;
    msleep(5);
    return (void *)(long)(errno != (int)(long)value || pthread_getspecific(key) != value);
}
static void *named(void *unused) {
    char name[16] = {0};
    pthread_setname_np(pthread_self(), "worker bee");
    pthread_getname_np(pthread_self(), name, sizeof name);
    STR("worker bee", name);
    STR("worker bee\n", get("/proc/thread-self/comm"));
    return unused;
}
static void *big_stack(void *unused) {
    volatile char block[900000];
    block[0] = block[899999] = 1;
    pthread_attr_t a;
    void *base;
    size_t size, guard;
    pthread_getattr_np(pthread_self(), &a);
    pthread_attr_getstack(&a, &base, &size);
    pthread_attr_getguardsize(&a, &guard);
    CHECK(size >= 1000000 && size < 1100000 && guard == 8192);
    CHECK((char *)&a > (char *)base && (char *)&a < (char *)base + size);
    return unused;
}
static void *detached(void *unused) {
    detached_ran = 1;
    return unused;
}

int main(void) {
    pthread_t threads[4];
    RET(0, pthread_key_create(&key, destroy));
    errno = 77;
    for (long i = 0; i < 4; i++) pthread_create(&threads[i], NULL, body, (void *)(1L << i));
    for (int i = 0; i < 4; i++) {
        void *bad = NULL;
        pthread_join(threads[i], &bad);
        CHECK(bad == NULL);
    }
    EQ(77, errno);
    EQ(15, destroyed);
    pthread_create(&threads[0], NULL, named, NULL);
    pthread_join(threads[0], NULL);
    pthread_attr_t a;
    pthread_attr_init(&a);
    RET(0, pthread_attr_setstacksize(&a, 1000000 / 4096 * 4096 + 4096));
    RET(0, pthread_attr_setguardsize(&a, 8192));
    RET(EINVAL, pthread_attr_setstacksize(&a, 100));
    pthread_create(&threads[0], &a, big_stack, NULL);
    pthread_join(threads[0], NULL);
    pthread_attr_setdetachstate(&a, PTHREAD_CREATE_DETACHED);
    RET(0, pthread_create(&threads[0], &a, detached, NULL));
    AWAIT(detached_ran == 1);
    RET(ERANGE, pthread_setname_np(pthread_self(), "a name that is too long"));
    return finish();
}

// RLIMIT_STACK: a new program gets its stack's size from it, and so do new threads.
#include "../test.h"
#include <pthread.h>
#include <sys/resource.h>

static void *body(void *size) {
    pthread_attr_t a;
    void *base;
    pthread_getattr_np(pthread_self(), &a);
    pthread_attr_getstack(&a, &base, size);
    return NULL;
}

static int deep(int n) {
    volatile char block[4096];
    block[0] = n;
    return n ? deep(n - 1) + block[0] * 0 : block[0];
}

int main(int argc, char **argv) {
    struct rlimit limit;
    if (argc > 1) {
        int megabytes = atoi(argv[1]);
        MUST(getrlimit(RLIMIT_STACK, &limit));
        CHECK(limit.rlim_cur == (rlim_t)megabytes << 20);
        pthread_t t;
        size_t size = 0;
        RET(0, pthread_create(&t, NULL, body, &size));
        pthread_join(t, NULL);
        CHECK(size > ((size_t)megabytes << 20) - 65536 && size <= (size_t)megabytes << 20);
        EQ(0, deep((megabytes * 1024 - 256) / 5)); // nearly all of it can be used
        return finish();
    }
    MUST(getrlimit(RLIMIT_STACK, &limit));
    int sizes[] = {1, 4, 8};
    for (int i = 0; i < 3; i++) {
        char number[8];
        snprintf(number, sizeof number, "%d", sizes[i]);
        pid_t pid = xfork();
        if (pid == 0) {
            limit.rlim_cur = (rlim_t)sizes[i] << 20;
            MUST(setrlimit(RLIMIT_STACK, &limit));
            execl(argv[0], argv[0], number, NULL);
        }
        STR("exit 0", reap(pid));
        pid = xfork();
        if (pid == 0) {
            limit.rlim_cur = (rlim_t)sizes[i] << 20;
            MUST(setrlimit(RLIMIT_STACK, &limit));
            deep(sizes[i] * 256 + 64); // too deep
            _exit(0);
        }
        STR("killed by SIGSEGV", reap(pid));
    }
    return finish();
}

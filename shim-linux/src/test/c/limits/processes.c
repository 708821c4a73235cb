// RLIMIT_NPROC: an ordinary user's fork and thread creation fail with EAGAIN over the limit.
#include "../test.h"
#include <pthread.h>
#include <sys/resource.h>

static void *body(void *unused) { return unused; }

int main(void) {
    pid_t pid = xfork();
    if (pid == 0) {
        // A user of its own, so that nobody else's processes count; an ordinary user only has itself to try with.
        if (geteuid() == 0) {
            MUST(setgroups(0, NULL));
            MUST(setresgid(54321, 54321, 54321));
            MUST(setresuid(54321, 54321, 54321));
        }
        struct rlimit limit;
        OK(getrlimit(RLIMIT_NPROC, &limit));
        OK(setrlimit(RLIMIT_NPROC, &(struct rlimit){1, 1}));
        CHECK(fork() == -1 && errno == EAGAIN);
        pthread_t t;
        RET(EAGAIN, pthread_create(&t, NULL, body, NULL));
        CHECK(getpid() > 0);
        return finish();
    }
    STR("exit 0", reap(pid));
    return finish();
}

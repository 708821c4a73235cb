// What a process or a thread leaves in its queues at its end counts no longer against RLIMIT_SIGPENDING.
#include "../test.h"
#include <pthread.h>
#include <sys/resource.h>

enum { USER = 54321 }; // who has no other processes
// What is left in all. Other processes of who cannot become that user may have some queued, too, but not so many.
enum { ROUNDS = 10, LEFT = ROUNDS * 9 };

static int queued(void) {
    const char *at = strstr(get("/proc/self/status"), "SigQ:\t");
    return at ? atoi(at + 6) : -1;
}

static void *leave_some(void *unused) {
    for (int i = 0; i < 3; i++) MUST(tgkill(getpid(), gettid(), SIGRTMIN));
    syscall(SYS_exit, 0);
    return unused;
}

int main(void) {
    bool alone = geteuid() == 0;
    if (alone) MUST(setresuid(USER, USER, USER));
    block(SIGRTMIN);
    block(SIGUSR1);
    int before = queued();
    for (int i = 0; i < ROUNDS; i++) {
        pid_t pid = xfork();
        if (pid == 0) {
            for (int j = 0; j < 5; j++) MUST(sigqueue(getpid(), SIGRTMIN, (union sigval){0}));
            MUST(kill(getpid(), SIGUSR1));
            _exit(alone && queued() - before != 6);
        }
        if (strcmp("exit 0", reap(pid))) FAIL_AT("round %d", i);
        pid = xfork();
        if (pid == 0)
            for (;;) pause();
        MUST(kill(pid, SIGTERM));
        if (strcmp("killed by SIGTERM", reap(pid))) FAIL_AT("round %d", i);
        pthread_t thread;
        if (pthread_create(&thread, NULL, leave_some, NULL) || pthread_join(thread, NULL)) FAIL_AT("round %d", i);
    }
    AWAIT(queued() <= before + (alone ? 0 : LEFT / 2));
    return finish();
}

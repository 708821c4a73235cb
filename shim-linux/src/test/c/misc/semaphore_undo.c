// SEM_UNDO: what is undone and when: threads, execve, SETVAL, zero, several sets; and that others wake from it.
#include "../test.h"
#include <pthread.h>
#include <sched.h>
#include <sys/ipc.h>
#include <sys/sem.h>

static int id;
static int op(int n, int by, int flags) { return semop(id, &(struct sembuf){n, by, flags}, 1); }
static int value(int n) { return semctl(id, n, GETVAL); }
static void *thread_takes(void *arg) {
    (void)arg;
    MUST(op(0, -1, SEM_UNDO));
    return NULL;
}

int main(int argc, char **argv) {
    if (argc == 3) { // after execve: what was taken before is still to be undone
        id = atoi(argv[1]);
        return value(0) == atoi(argv[2]) ? 0 : 1;
    }
    id = MUST(semget(IPC_PRIVATE, 3, 0600));
    MUST(semctl(id, 0, SETVAL, 5));
    pid_t pid = xfork();
    if (pid == 0) { // a thread's end undoes nothing while the process lives
        pthread_t thread;
        pthread_create(&thread, NULL, thread_takes, NULL);
        pthread_join(thread, NULL);
        _exit(value(0));
    }
    STR("exit 4", reap(pid));
    EQ(5, value(0));
    CHECK(semctl(id, 0, GETPID) == pid); // the undoing counts
    pid = xfork();
    if (pid == 0) {
        char number[16];
        snprintf(number, sizeof number, "%d", id);
        MUST(op(0, -2, SEM_UNDO));
        execl("/proc/self/exe", argv[0], number, "3", NULL);
        _exit(9);
    }
    STR("exit 0", reap(pid));
    EQ(5, value(0));
    pid = xfork();
    if (pid == 0) { // a child inherits nothing
        MUST(op(0, -1, SEM_UNDO));
        pid_t child = xfork();
        if (child == 0) _exit(0);
        reap(child);
        _exit(value(0));
    }
    STR("exit 4", reap(pid));
    pid = xfork();
    if (pid == 0) { // SETVAL forgets
        MUST(op(0, -2, SEM_UNDO));
        MUST(semctl(id, 0, SETVAL, 1));
        _exit(0);
    }
    STR("exit 0", reap(pid));
    EQ(1, value(0));
    pid = xfork();
    if (pid == 0) { // never below zero
        MUST(op(1, 3, SEM_UNDO));
        MUST(op(1, -2, 0));
        _exit(value(1));
    }
    STR("exit 1", reap(pid));
    EQ(0, value(1));
    pid = xfork();
    if (pid == 0) { // taken and given back: nothing is left
        MUST(op(0, -1, SEM_UNDO));
        MUST(op(0, 1, SEM_UNDO));
        MUST(op(0, 4, 0));
        _exit(0);
    }
    STR("exit 0", reap(pid));
    EQ(5, value(0));
    pid = xfork();
    if (pid == 0) { // killed
        MUST(op(0, -5, SEM_UNDO));
        for (;;) pause();
    }
    AWAIT(value(0) == 0);
    pid_t waiter = xfork();
    if (waiter == 0) _exit(op(0, -3, 0) ? 1 : 0);
    AWAIT(semctl(id, 0, GETNCNT) == 1);
    MUST(kill(pid, SIGKILL));
    STR("killed by SIGKILL", reap(pid));
    STR("exit 0", reap(waiter)); // the undoing woke it
    EQ(2, value(0));
    pid = xfork();
    if (pid == 0) { // unshare undoes at once
        MUST(op(0, -2, SEM_UNDO));
        OK(unshare(CLONE_SYSVSEM));
        _exit(value(0));
    }
    STR("exit 2", reap(pid));
    pid = xfork();
    if (pid == 0) { // an operation that fails leaves nothing to undo
        struct sembuf both[2] = {{0, -1, SEM_UNDO}, {2, -1, IPC_NOWAIT | SEM_UNDO}};
        ERR(EAGAIN, semop(id, both, 2));
        _exit(value(0));
    }
    STR("exit 2", reap(pid));
    EQ(2, value(0));
    MUST(semctl(id, 0, SETVAL, 0));
    pid = xfork();
    if (pid == 0) {
        hush();
        OK(op(2, 32767, SEM_UNDO));
        OK(op(2, -32767, 0));
        ERR(ERANGE, op(2, 32767, SEM_UNDO)); // 2 * 32767 would have to be undone
        EQ(0, value(2));
        _exit(finish());
    }
    STR("exit 0", reap(pid));
    pid = xfork();
    if (pid == 0) { // removed under it
        MUST(op(0, 1, SEM_UNDO));
        MUST(semctl(id, 0, IPC_RMID));
        _exit(0);
    }
    STR("exit 0", reap(pid));
    ERR(EINVAL, value(0));
    return finish();
}

// System V semaphores: sets, waiting for a value and for zero, all or nothing, SEM_UNDO, removal wakes, names.
#include "../test.h"
#include <sys/ipc.h>
#include <sys/sem.h>

union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};
static int id;
static int op(int n, int by, int flags) { return semop(id, &(struct sembuf){n, by, flags}, 1); }

int main(void) {
    unsigned short values[3] = {5, 0, 2}, seen[3];
    struct semid_ds d;
    id = semget(IPC_PRIVATE, 3, IPC_CREAT | 0600);
    CHECK(id >= 0);
    OK(semctl(id, 0, SETALL, (union semun){.array = values}));
    OK(semctl(id, 0, GETALL, (union semun){.array = seen}));
    CHECK(seen[0] == 5 && seen[1] == 0 && seen[2] == 2);
    OK(op(0, -3, 0));
    EQ(2, semctl(id, 0, GETVAL));
    CHECK(semctl(id, 0, GETPID) == getpid());
    ERR(EAGAIN, op(0, -3, IPC_NOWAIT));
    OK(op(1, 0, 0)); // waits for zero, which it is
    ERR(EAGAIN, op(2, 0, IPC_NOWAIT));
    struct sembuf both[2] = {{0, -1, IPC_NOWAIT}, {1, -1, IPC_NOWAIT}};
    ERR(EAGAIN, semop(id, both, 2));
    EQ(2, semctl(id, 0, GETVAL)); // not even the first half
    pid_t pid = xfork();
    if (pid == 0) _exit(op(1, -1, 0) == 0 ? 0 : 1);
    AWAIT(semctl(id, 1, GETNCNT) == 1); // it sleeps
    OK(op(1, 1, 0));
    STR("exit 0", reap(pid));
    EQ(0, semctl(id, 1, GETVAL));
    pid = xfork();
    if (pid == 0) _exit(op(2, 0, 0) == 0 ? 0 : 1);
    AWAIT(semctl(id, 2, GETZCNT) == 1);
    OK(op(2, -2, 0));
    STR("exit 0", reap(pid));
    pid = xfork();
    if (pid == 0) {
        op(0, -2, SEM_UNDO);
        _exit(semctl(id, 0, GETVAL));
    }
    STR("exit 0", reap(pid));
    EQ(2, semctl(id, 0, GETVAL)); // undone at its end
    struct timespec brief = {0, 20000000};
    ERR(EAGAIN, semtimedop(id, &(struct sembuf){1, -1, 0}, 1, &brief));
    OK(semctl(id, 0, IPC_STAT, (union semun){.buf = &d}));
    CHECK(d.sem_nsems == 3 && (d.sem_perm.mode & 0777) == 0600 && d.sem_otime > 0);
    ERR(EFBIG, op(3, 1, 0));
    ERR(ERANGE, semctl(id, 0, SETVAL, (union semun){.val = 40000}));
    ERR(ERANGE, op(0, 32767, 0));
    pid = xfork();
    if (pid == 0) _exit(op(1, -1, 0) == -1 && errno == EIDRM ? 0 : 1);
    AWAIT(semctl(id, 1, GETNCNT) == 1);
    OK(semctl(id, 0, IPC_RMID));
    STR("exit 0", reap(pid));
    ERR(EINVAL, op(0, 1, 0));
    ERR(EINVAL, semget(IPC_PRIVATE, 0, 0600));
    return finish();
}

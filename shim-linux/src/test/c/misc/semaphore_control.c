// semctl and semget: all commands, keys, who may do what, and the order in which waiting operations are served.
#include "../test.h"
#include <sys/ipc.h>
#include <sys/sem.h>

union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
    struct seminfo *info;
};
static int id;
static int op(int n, int by, int flags) { return semop(id, &(struct sembuf){n, by, flags}, 1); }
static int ctl(int n, int command, union semun argument) { return semctl(id, n, command, argument); }
#define NONE ((union semun){.val = 0})

int main(void) {
    struct semid_ds d;
    struct seminfo info;
    unsigned short values[4] = {1, 2, 3, 4}, seen[4];
    key_t key = 0x49540000 + getpid() % 65536;
    ERR(ENOENT, semget(key, 4, 0600));
    id = MUST(semget(key, 4, IPC_CREAT | IPC_EXCL | 0640));
    ERR(EEXIST, semget(key, 4, IPC_CREAT | IPC_EXCL | 0640));
    CHECK(semget(key, 0, 0) == id && semget(key, 4, IPC_CREAT | 0600) == id);
    ERR(EINVAL, semget(key, 5, 0600));
    ERR(EINVAL, semget(IPC_PRIVATE, -1, 0600));
    ERR(EINVAL, semget(IPC_PRIVATE, 32001, 0600));
    ERR(EINVAL, semget(IPC_PRIVATE, 0, 0600));
    OK(ctl(0, IPC_STAT, (union semun){.buf = &d}));
    CHECK(d.sem_perm.__key == key && d.sem_perm.mode == 0640 && d.sem_nsems == 4 && d.sem_otime == 0);
    CHECK(d.sem_perm.uid == geteuid() && d.sem_perm.cuid == geteuid() && d.sem_perm.gid == getegid());
    CHECK(d.sem_ctime >= time(NULL) - 2 && d.sem_ctime <= time(NULL) + 2);
    EQ(0, ctl(1, GETPID, NONE));
    OK(ctl(0, SETALL, (union semun){.array = values}));
    EQ(3, ctl(2, GETVAL, NONE));
    CHECK(ctl(2, GETPID, NONE) == getpid());
    OK(ctl(2, SETVAL, (union semun){.val = 32767}));
    OK(ctl(0, GETALL, (union semun){.array = seen}));
    CHECK(seen[0] == 1 && seen[1] == 2 && seen[2] == 32767 && seen[3] == 4);
    ERR(ERANGE, ctl(2, SETVAL, (union semun){.val = -1}));
    values[3] = 32768;
    ERR(ERANGE, ctl(0, SETALL, (union semun){.array = values}));
    EQ(4, ctl(3, GETVAL, NONE)); // none was set
    ERR(EINVAL, ctl(4, GETVAL, NONE));
    ERR(EINVAL, ctl(-1, SETVAL, NONE));
    ERR(EINVAL, ctl(0, 99, NONE));
    ERR(EINVAL, ctl(0, IPC_STAT | 0x100, (union semun){.buf = &d}) == -1 ? -1 : 0);
    ERR(EFAULT, ctl(0, IPC_STAT, (union semun){.buf = (void *)8}));
    ERR(EFAULT, ctl(0, GETALL, (union semun){.array = (void *)8}));
    ERR(EFAULT, ctl(0, SETALL, (union semun){.array = (void *)8}));
    ERR(EFAULT, ctl(0, IPC_SET, (union semun){.buf = (void *)8}));
    ERR(EINVAL, semctl(-1, 0, IPC_STAT, (union semun){.buf = &d}));
    ERR(EINVAL, semctl(id + 1, 0, IPC_STAT, (union semun){.buf = &d}));

    CHECK(ctl(0, IPC_INFO, (union semun){.info = &info}) >= 0);
    CHECK(info.semmsl == 32000 && info.semopm == 500 && info.semvmx == 32767 && info.semaem == 32767);
    CHECK(info.semmni == 32000 && info.semmns == 1024000000 && info.semume == 500 && info.semusz == 20);
    int highest = ctl(0, SEM_INFO, (union semun){.info = &info});
    CHECK(highest >= 0 && info.semusz >= 1 && info.semaem >= 4);
    int found = 0;
    for (int i = 0; i <= highest; i++) found += semctl(i, 0, SEM_STAT, (union semun){.buf = &d}) == id;
    EQ(1, found);
    found = 0;
    for (int i = 0; i <= highest; i++) found += semctl(i, 0, SEM_STAT_ANY, (union semun){.buf = &d}) == id;
    EQ(1, found);
    ERR(EINVAL, semctl(highest + 1000, 0, SEM_STAT, (union semun){.buf = &d}));

    // operations
    ERR(EINVAL, semop(id, NULL, 0));
    ERR(EFAULT, semop(id, (void *)8, 1));
    ERR(E2BIG, semop(id, (void *)8, 501));
    ERR(EFBIG, op(4, 0, IPC_NOWAIT));
    ERR(EINVAL, semop(-1, &(struct sembuf){0, 0, 0}, 1));
    struct timespec wrong = {0, 1000000000}, none = {0, 0};
    ERR(EINVAL, semtimedop(id, &(struct sembuf){0, 1, 0}, 1, &wrong));
    ERR(EFAULT, semtimedop(id, &(struct sembuf){0, 1, 0}, 1, (void *)8));
    ERR(EAGAIN, semtimedop(id, &(struct sembuf){0, 0, 0}, 1, &none));
    OK(semtimedop(id, &(struct sembuf){0, -1, 0}, 1, &none));
    struct sembuf sequence[3] = {{0, 2, 0}, {0, -1, 0}, {0, -1, 0}}; // in order, on what came before
    OK(semop(id, sequence, 3));
    EQ(0, ctl(0, GETVAL, NONE));
    OK(ctl(0, IPC_STAT, (union semun){.buf = &d}));
    CHECK(d.sem_otime >= time(NULL) - 2);

    // who waits longest is served first, and who wants too much lets others by
    pid_t waiters[3];
    int wants[3] = {-3, -1, -1}, progress[2];
    MUST(pipe(progress));
    for (int i = 0; i < 3; i++) {
        waiters[i] = xfork();
        if (waiters[i] == 0) {
            if (op(0, wants[i], 0)) _exit(1);
            dprintf(progress[1], "%d", i);
            _exit(0);
        }
        while (ctl(0, GETNCNT, NONE) != i + 1) msleep(1);
    }
    char order[4] = {0};
    OK(op(0, 1, 0));
    MUST(read(progress[0], order, 1));
    OK(op(0, 1, 0));
    MUST(read(progress[0], order + 1, 1));
    EQ(1, ctl(0, GETNCNT, NONE));
    OK(ctl(0, SETVAL, (union semun){.val = 3})); // SETVAL serves too
    MUST(read(progress[0], order + 2, 1));
    STR("120", order);
    for (int i = 0; i < 3; i++) STR("exit 0", reap(waiters[i]));

    // two sets of operations at once, from two processes
    pid_t pid = xfork();
    if (pid == 0) {
        struct sembuf both[2] = {{0, -1, 0}, {1, -3, 0}};
        _exit(semop(id, both, 2) ? 1 : 0);
    }
    AWAIT(ctl(0, GETNCNT, NONE) == 1);
    OK(op(0, 1, 0));
    AWAIT(ctl(1, GETNCNT, NONE) == 1); // now it waits for the other
    EQ(0, ctl(0, GETNCNT, NONE));
    EQ(1, ctl(0, GETVAL, NONE)); // and has not taken the first
    OK(op(1, 1, 0));
    STR("exit 0", reap(pid));
    EQ(0, ctl(1, GETVAL, NONE));

    // others' rights
    bool root = geteuid() == 0;
    d.sem_perm.mode = 0644;
    OK(ctl(0, IPC_SET, (union semun){.buf = &d}));
    pid = xfork();
    if (pid == 0) {
        hush();
        drop_root();
        if (!root) _exit(0);
        EQ(0, ctl(0, GETVAL, NONE));
        ERR(EACCES, ctl(0, SETVAL, (union semun){.val = 1}));
        ERR(EACCES, ctl(0, SETALL, (union semun){.array = seen}));
        ERR(EACCES, op(0, 1, 0));
        OK(op(0, 0, IPC_NOWAIT)); // reads only
        ERR(EPERM, ctl(0, IPC_RMID, NONE));
        ERR(EPERM, ctl(0, IPC_SET, (union semun){.buf = &d}));
        ERR(EACCES, semget(key, 4, 0666));
        CHECK(semget(key, 4, 0444) == id);
        _exit(finish());
    }
    STR("exit 0", reap(pid));
    d.sem_perm.mode = 0600;
    OK(ctl(0, IPC_SET, (union semun){.buf = &d}));
    pid = xfork();
    if (pid == 0) {
        hush();
        drop_root();
        if (!root) _exit(0);
        ERR(EACCES, ctl(0, GETVAL, NONE));
        ERR(EACCES, ctl(0, IPC_STAT, (union semun){.buf = &d}));
        ERR(EACCES, op(0, 0, IPC_NOWAIT));
        CHECK(semctl(id % 32768, 0, SEM_STAT_ANY, (union semun){.buf = &d}) == id);
        _exit(finish());
    }
    STR("exit 0", reap(pid));
    if (root) {
        d.sem_perm.uid = 65534; // given away
        MUST(ctl(0, IPC_SET, (union semun){.buf = &d}));
        pid = xfork();
        if (pid == 0) {
            drop_root();
            hush();
            EQ(0, ctl(0, GETVAL, NONE));
            OK(ctl(0, SETVAL, NONE));
            _exit(finish());
        }
        if (strcmp("exit 0", reap(pid))) say("FAIL: the new owner may not");
    }
    OK(ctl(0, IPC_RMID, NONE));
    ERR(EINVAL, ctl(0, GETVAL, NONE));
    int again = MUST(semget(key, 1, IPC_CREAT | 0600));
    CHECK(again != id); // the old number names nothing
    ERR(EINVAL, ctl(0, GETVAL, NONE));
    MUST(semctl(again, 0, IPC_RMID));
    return finish();
}

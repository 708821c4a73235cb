// System V shared memory: get, attach in two processes, count attachments, remove while attached.
#include "../test.h"
#include <sys/ipc.h>
#include <sys/shm.h>

int main(void) {
    struct shmid_ds d;
    int id = shmget(IPC_PRIVATE, 10000, IPC_CREAT | 0600);
    CHECK(id >= 0);
    OK(shmctl(id, IPC_STAT, &d));
    EQ(10000, d.shm_segsz);
    EQ(0, d.shm_nattch);
    EQ(0600, d.shm_perm.mode & 0777);
    CHECK(d.shm_cpid == getpid() && d.shm_perm.uid == geteuid());
    char *p = shmat(id, NULL, 0);
    CHECK(p != (char *)-1 && p[0] == 0 && p[9999] == 0);
    char *ro = shmat(id, NULL, SHM_RDONLY);
    p[5] = 'p';
    EQ('p', ro[5]);
    pid_t pid = xfork();
    if (pid == 0) {
        shmctl(id, IPC_STAT, &d);
        EQ(4, d.shm_nattch); // fork attaches
        p[6] = 'c';
        char *own = shmat(id, NULL, 0);
        EQ('p', own[5]);
        OK(shmdt(p));
        return finish();
    }
    STR("exit 0", reap(pid));
    EQ('c', p[6]);
    shmctl(id, IPC_STAT, &d);
    EQ(2, d.shm_nattch); // exit detached
    OK(shmctl(id, IPC_RMID, NULL));
    EQ('c', p[6]); // lives until the last detach
    OK(shmctl(id, IPC_STAT, &d));
    CHECK(d.shm_perm.mode & SHM_DEST);
    OK(shmdt(ro));
    ERR(EINVAL, shmdt(ro));
    OK(shmdt(p));
    CHECK(shmctl(id, IPC_STAT, &d) == -1 && (errno == EINVAL || errno == EIDRM));
    key_t key = 0x49530000 + getpid() % 65536; // with a name
    id = MUST(shmget(key, 4096, IPC_CREAT | IPC_EXCL | 0600));
    ERR(EEXIST, shmget(key, 4096, IPC_CREAT | IPC_EXCL | 0600));
    CHECK(shmget(key, 4096, 0600) == id);
    ERR(EINVAL, shmget(key, 8192, 0600));
    OK(shmctl(id, IPC_RMID, NULL));
    ERR(ENOENT, shmget(key, 4096, 0600));
    ERR(EINVAL, shmget(IPC_PRIVATE, 0, IPC_CREAT | 0600));
    return finish();
}

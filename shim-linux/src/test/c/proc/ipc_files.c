// /proc/sysvipc, and the limits of inter-process communication in /proc/sys.
#include "../test.h"
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

static char text[65536];
static const char *slurp(const char *path) {
    int fd = MUST(open(path, O_RDONLY));
    size_t length = 0;
    for (ssize_t n; (n = read(fd, text + length, sizeof text - 1 - length)) > 0;) length += n;
    text[length] = 0;
    close(fd);
    return text;
}
// The heading, and how many of the numbers in the line with this key and identifier are as wanted.
static void line(const char *path, int key, int id, int from, int count, const long *wanted) {
    char start[40];
    slurp(path);
    char *heading = strtok(text, "\n"), *row = NULL;
    say("%s: %s", path, heading);
    snprintf(start, sizeof start, "%10d %10d ", key, id);
    while ((row = strtok(NULL, "\n")) && strncmp(row, start, strlen(start))) {
    }
    CHECK(row != NULL);
    if (!row) return;
    CHECK(strlen(row) == strlen(heading) || key < 0);
    char *column = strtok(row, " ");
    for (int i = 0; i < from + count; i++, column = strtok(NULL, " "))
        if (i >= from) CHECK(column && strtol(column, NULL, i == 2 ? 8 : 10) == wanted[i - from]);
}
static void limit(const char *name) {
    char path[100];
    snprintf(path, sizeof path, "/proc/sys/%s", name);
    say("%s: %s", name, slurp(path));
    struct stat s;
    MUST(stat(path, &s));
    CHECK((s.st_mode & 07777) == 0644 && s.st_uid == 0 && s.st_size == 0);
    if (geteuid() == 0) { // written back as it is; and a wrong value changes nothing
        int fd = MUST(open(path, O_WRONLY));
        CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
        MUST(lseek(fd, 0, SEEK_SET));
        ERR(EINVAL, write(fd, "x", 1));
        close(fd);
    }
    pid_t pid = xfork();
    if (pid == 0) {
        drop_root();
        _exit(open(path, O_WRONLY) == -1 && errno == EACCES ? 0 : 1);
    }
    if (strcmp(reap(pid), "exit 0")) say("FAIL: %s may be written by anybody", path);
}

int main(void) {
    int key = 0x49560000 + getpid() % 65536;
    long me = getpid(), u = geteuid(), g = getegid();
    int shm = MUST(shmget(key, 5000, IPC_CREAT | 0640)), sem = MUST(semget(key, 7, IPC_CREAT | 0604));
    int msg = MUST(msgget(key, IPC_CREAT | 0622));
    struct {
        long type;
        char text[5];
    } m = {1, "text"};
    MUST(msgsnd(msg, &m, 5, 0));
    MUST(msgsnd(msg, &m, 4, 0));
    char *p = shmat(shm, NULL, 0);
    CHECK(p != (void *)-1);
    line("/proc/sysvipc/shm", key, shm, 2, 9, (long[]){0640, 5000, me, me, 1, u, g, u, g});
    line("/proc/sysvipc/sem", key, sem, 2, 7, (long[]){0604, 7, u, g, u, g, 0});
    line("/proc/sysvipc/msg", key, msg, 2, 9, (long[]){0622, 9, 2, me, 0, u, g, u, g});
    MUST(shmctl(shm, IPC_RMID, NULL));
    line("/proc/sysvipc/shm", 0, shm, 2, 5, (long[]){01640, 5000, me, me, 1}); // marked, and without its key
    MUST(shmdt(p));
    MUST(semctl(sem, 0, IPC_RMID));
    MUST(msgctl(msg, IPC_RMID, NULL));
    char start[40];
    snprintf(start, sizeof start, "%10d %10d ", key, msg);
    CHECK(strstr(slurp("/proc/sysvipc/msg"), start) == NULL);
    static const char *const names[] = {"kernel/sem", "kernel/msgmax", "kernel/msgmnb", "kernel/msgmni", "kernel/shmmax",
                                        "kernel/shmall", "kernel/shmmni", "fs/mqueue/msg_default", "fs/mqueue/msg_max",
                                        "fs/mqueue/msgsize_default", "fs/mqueue/msgsize_max", "fs/mqueue/queues_max"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) limit(names[i]);
    return finish();
}

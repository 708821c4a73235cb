// Many processes at once on one semaphore, one System V queue and one POSIX queue: nothing is lost, nobody sleeps for ever.
#include "../test.h"
#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>

enum { PROCESSES = 4, ROUNDS = 500 };
static volatile long *counter;
static int sem, msg;
static mqd_t posix;
struct message {
    long type;
    int value;
};

static void count_up(int self) {
    struct sembuf take = {0, -1, SEM_UNDO}, give = {0, 1, SEM_UNDO};
    (void)self;
    for (int i = 0; i < ROUNDS; i++) {
        MUST(semop(sem, &take, 1));
        counter[0]++;
        MUST(semop(sem, &give, 1));
    }
}
static void send_v(int self) {
    for (int i = 0; i < ROUNDS; i++) MUST(msgsnd(msg, &(struct message){1 + self, i}, sizeof(int), 0));
}
static void receive_v(int self) { // those of one sender come in order
    struct message m;
    for (int i = 0; i < ROUNDS; i++) {
        MUST(msgrcv(msg, &m, sizeof(int), 1 + self, 0));
        if (m.value != i) _exit(1);
    }
}
static void send_p(int self) {
    (void)self;
    for (int i = 1; i <= ROUNDS; i++) MUST(mq_send(posix, (char *)&i, sizeof i, i % 3));
}
static void receive_p(int self) {
    long sum = 0;
    int value;
    for (int i = 0; i < ROUNDS; i++) {
        MUST(mq_receive(posix, (char *)&value, sizeof value, NULL));
        sum += value;
    }
    counter[1 + self] = sum;
}
static void *const none = NULL;
// Runs each function in so many processes, and one more of the first kind that is killed in the midst of it.
static void run(void (*one)(int), void (*other)(int), bool victim) {
    pid_t pids[2 * PROCESSES], killed = 0;
    int n = 0;
    for (int i = 0; i < PROCESSES; i++) {
        if ((pids[n++] = xfork()) == 0) one(i), _exit(0);
        if (other && (pids[n++] = xfork()) == 0) other(i), _exit(0);
    }
    if (victim && (killed = xfork()) == 0)
        for (;;) {
            struct sembuf take = {0, -1, SEM_UNDO}, give = {0, 1, SEM_UNDO};
            semop(sem, &take, 1), semop(sem, &give, 1);
        }
    for (int i = 0; i < n; i++) {
        if (victim && i == 1) kill(killed, SIGKILL), reap(killed); // what it held is given back
        STR("exit 0", reap(pids[i]));
    }
}

int main(void) {
    char name[64];
    counter = MUST(mmap(none, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    sem = MUST(semget(IPC_PRIVATE, 1, 0600));
    MUST(semctl(sem, 0, SETVAL, 1));
    msg = MUST(msgget(IPC_PRIVATE, 0600));
    struct msqid_ds d;
    MUST(msgctl(msg, IPC_STAT, &d));
    d.msg_qbytes = 40; // ten at a time
    MUST(msgctl(msg, IPC_SET, &d));
    snprintf(name, sizeof name, "/isthmus-load-%d", getpid());
    posix = MUST(mq_open(name, O_RDWR | O_CREAT, 0600, &(struct mq_attr){.mq_maxmsg = 5, .mq_msgsize = sizeof(int)}));
    MUST(mq_unlink(name));
    run(count_up, NULL, true);
    EQ(PROCESSES * ROUNDS, counter[0]);
    EQ(1, semctl(sem, 0, GETVAL));
    run(send_v, receive_v, false);
    MUST(msgctl(msg, IPC_STAT, &d));
    EQ(0, d.msg_qnum);
    run(send_p, receive_p, false);
    long sum = 0;
    for (int i = 0; i < PROCESSES; i++) sum += counter[1 + i];
    EQ(PROCESSES * (long)ROUNDS * (ROUNDS + 1) / 2, sum);
    MUST(semctl(sem, 0, IPC_RMID));
    MUST(msgctl(msg, IPC_RMID, NULL));
    return finish();
}

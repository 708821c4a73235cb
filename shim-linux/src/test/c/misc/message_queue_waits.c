// System V messages between processes: who is served, full queues, MSG_COPY, IPC_SET while others wait, rights, all commands.
#include "../test.h"
#include <limits.h>
#include <sys/ipc.h>
#include <sys/msg.h>

#ifndef MSG_COPY
#define MSG_COPY 040000
#endif
#ifndef MSG_STAT_ANY
#define MSG_STAT_ANY 13
#endif
struct message {
    long type;
    char text[9000];
};
static struct message m;
static int id;
static int send_bytes(long type, size_t length, int flags) {
    m.type = type;
    memset(m.text, 'a' + type % 26, length);
    return msgsnd(id, &m, length, flags);
}
static long receive(size_t room, long type, int flags) { return msgrcv(id, &m, room, type, flags); }
static struct msqid_ds stat_of(void) {
    struct msqid_ds d;
    MUST(msgctl(id, IPC_STAT, &d));
    return d;
}

int main(void) {
    key_t key = 0x49550000 + getpid() % 65536;
    bool root = geteuid() == 0;
    struct msqid_ds d;
    struct msginfo info;
    ERR(ENOENT, msgget(key, 0600));
    id = MUST(msgget(key, IPC_CREAT | 0620));
    ERR(EEXIST, msgget(key, IPC_CREAT | IPC_EXCL | 0600));
    CHECK(msgget(key, 0) == id);
    d = stat_of();
    CHECK(d.msg_qbytes == 16384 && d.msg_qnum == 0 && d.msg_perm.mode == 0620 && d.msg_perm.__key == key);
    CHECK(d.msg_stime == 0 && d.msg_rtime == 0 && d.msg_lspid == 0 && d.msg_lrpid == 0);

    // sizes
    ERR(EINVAL, send_bytes(1, 8193, 0));
    ERR(EINVAL, msgsnd(id, &m, -1, 0));
    ERR(EFAULT, msgsnd(id, (void *)8, 1, 0));
    ERR(EINVAL, msgsnd(-1, &m, 1, 0));
    ERR(EINVAL, msgrcv(id, &m, -1, 0, IPC_NOWAIT));
    OK(send_bytes(1, 8192, IPC_NOWAIT));
    OK(send_bytes(2, 8192, IPC_NOWAIT));
    ERR(EAGAIN, send_bytes(3, 1, IPC_NOWAIT));
    OK(send_bytes(4, 0, IPC_NOWAIT)); // takes no room
    d = stat_of();
    CHECK(d.msg_qnum == 3 && d.__msg_cbytes == 16384 && d.msg_lspid == getpid() && d.msg_stime > 0);

    // copies
    EQ(8192, receive(8192, 1, MSG_COPY | IPC_NOWAIT));
    EQ(2, m.type);
    EQ(0, receive(8192, 2, MSG_COPY | IPC_NOWAIT));
    ERR(ENOMSG, receive(8192, 3, MSG_COPY | IPC_NOWAIT));
    ERR(EINVAL, receive(8192, 0, MSG_COPY));
    ERR(EINVAL, receive(8192, 0, MSG_COPY | MSG_EXCEPT | IPC_NOWAIT));
    ERR(E2BIG, receive(10, 0, MSG_COPY | IPC_NOWAIT));
    EQ(3, stat_of().msg_qnum);

    // a sender waits for room
    pid_t pid = xfork();
    if (pid == 0) _exit(send_bytes(5, 100, 0) ? 1 : 0);
    msleep(20);
    EQ(3, stat_of().msg_qnum);
    EQ(8192, receive(9000, 0, 0));
    STR("exit 0", reap(pid));
    EQ(3, stat_of().msg_qnum);
    CHECK(stat_of().msg_lspid == pid && stat_of().msg_lrpid == getpid());

    // types
    EQ(0, receive(9000, -4, 0) == 8192 ? 0 : 1); // type 2 is the lowest up to 4
    EQ(2, m.type);
    EQ(0, receive(9000, LONG_MIN, 0)); // any: type 4 is the lowest
    EQ(4, m.type);
    ERR(ENOMSG, receive(9000, -4, IPC_NOWAIT));
    ERR(ENOMSG, receive(9000, 5, IPC_NOWAIT | MSG_EXCEPT));
    ERR(EFAULT, msgrcv(id, (void *)8, 100, 5, 0)); // and it is lost
    ERR(ENOMSG, receive(9000, 0, IPC_NOWAIT));

    // receivers: the message goes to who wants such a one
    pid_t one = xfork();
    if (one == 0) _exit(receive(9000, 1, 0) == 10 && m.type == 1 ? 0 : 1);
    pid_t two = xfork();
    if (two == 0) _exit(receive(9000, 2, 0) == 20 && m.text[19] == 'c' ? 0 : 1);
    pid_t narrow = xfork();
    if (narrow == 0) _exit(receive(5, 3, 0) == -1 && errno == E2BIG ? 0 : 1);
    msleep(20);
    OK(send_bytes(2, 20, 0));
    STR("exit 0", reap(two));
    OK(send_bytes(3, 6, 0));
    STR("exit 0", reap(narrow));
    EQ(6, receive(9000, 0, IPC_NOWAIT)); // too long for that one, still there
    OK(send_bytes(1, 10, 0));
    STR("exit 0", reap(one));

    // capacity
    d = stat_of();
    d.msg_qbytes = 50;
    OK(msgctl(id, IPC_SET, &d));
    OK(send_bytes(1, 30, IPC_NOWAIT));
    ERR(EAGAIN, send_bytes(1, 30, IPC_NOWAIT));
    pid = xfork();
    if (pid == 0) _exit(send_bytes(1, 30, 0) ? 1 : 0);
    msleep(20);
    d.msg_qbytes = 60;
    OK(msgctl(id, IPC_SET, &d));
    STR("exit 0", reap(pid)); // more room woke it
    EQ(2, stat_of().msg_qnum);

    // information
    CHECK(msgctl(id, IPC_INFO, (struct msqid_ds *)&info) >= 0);
    CHECK(info.msgmax == 8192 && info.msgmnb == 16384 && info.msgmni == 32000);
    CHECK(info.msgpool == 512000 && info.msgmap == 16384 && info.msgssz == 16 && info.msgtql == 16384);
    CHECK(info.msgseg == 0xffff);
    int highest = msgctl(id, MSG_INFO, (struct msqid_ds *)&info);
    CHECK(highest >= 0 && info.msgpool >= 1 && info.msgmap >= 2 && info.msgtql >= 60);
    int found = 0;
    for (int i = 0; i <= highest; i++) found += msgctl(i, MSG_STAT, &d) == id;
    for (int i = 0; i <= highest; i++) found += msgctl(i, MSG_STAT_ANY, &d) == id;
    EQ(2, found);
    ERR(EINVAL, msgctl(id, 99, &d));
    ERR(EFAULT, msgctl(id, IPC_STAT, (void *)8));
    ERR(EINVAL, msgctl(-1, IPC_STAT, &d));

    // others' rights
    pid = xfork();
    if (pid == 0) {
        hush();
        d = stat_of();
        drop_root();
        if (root) {
            ERR(EACCES, receive(100, 0, IPC_NOWAIT));
            ERR(EACCES, send_bytes(1, 1, IPC_NOWAIT));
            ERR(EACCES, msgctl(id, IPC_STAT, &d));
            ERR(EPERM, msgctl(id, IPC_SET, &d));
            ERR(EPERM, msgctl(id, IPC_RMID, NULL));
            ERR(EACCES, msgget(key, 0600));
        }
        int own = MUST(msgget(IPC_PRIVATE, 0600));
        MUST(msgctl(own, IPC_STAT, &d));
        d.msg_qbytes = 16385;
        ERR(EPERM, msgctl(own, IPC_SET, &d));
        d.msg_qbytes = 16384;
        OK(msgctl(own, IPC_SET, &d));
        OK(msgctl(own, IPC_RMID, NULL));
        _exit(finish());
    }
    STR("exit 0", reap(pid));

    // rights taken while one waits
    while (msgrcv(id, &m, 9000, 0, IPC_NOWAIT) >= 0) {
    }
    d = stat_of();
    d.msg_perm.mode = 0666;
    MUST(msgctl(id, IPC_SET, &d));
    pid = xfork();
    if (pid == 0) {
        drop_root();
        long got = receive(100, 0, 0);
        _exit(root ? !(got == -1 && errno == EACCES) : !(got == -1 && (errno == EIDRM || errno == EINVAL)));
    }
    msleep(20);
    d.msg_perm.mode = 0600;
    OK(msgctl(id, IPC_SET, &d));
    if (root) STR("exit 0", reap(pid));
    OK(msgctl(id, IPC_RMID, NULL)); // wakes who waits
    if (!root) say("reap(pid) = \"%s\"", reap(pid));
    ERR(EINVAL, receive(100, 0, 0));
    return finish();
}

// System V message queues: types, order, truncation, waiting, limits, removal.
#include "../test.h"
#include <sys/ipc.h>
#include <sys/msg.h>

static struct {
    long type;
    char text[64];
} m;
static int id;
static int put_message(long type, const char *text, int flags) {
    m.type = type;
    strcpy(m.text, text);
    return msgsnd(id, &m, strlen(text), flags);
}
static const char *take(long type, int flags) {
    memset(&m, 0, sizeof m);
    return msgrcv(id, &m, sizeof m.text, type, flags) == -1 ? errname(errno) : m.text;
}

int main(void) {
    struct msqid_ds d;
    id = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    CHECK(id >= 0);
    OK(put_message(3, "three", 0));
    OK(put_message(1, "one", 0));
    OK(put_message(2, "two", 0));
    OK(put_message(1, "uno", 0));
    OK(msgctl(id, IPC_STAT, &d));
    EQ(4, d.msg_qnum);
    STR("one", take(1, 0)); // by type
    STR("three", take(0, 0)); // the first of all
    STR("uno", take(-2, 0)); // the lowest up to two
    STR("two", take(5, MSG_EXCEPT));
    STR("ENOMSG", take(0, IPC_NOWAIT));
    OK(put_message(1, "too long", 0));
    ERR(E2BIG, msgrcv(id, &m, 3, 0, 0));
    EQ(3, msgrcv(id, &m, 3, 0, MSG_NOERROR));
    pid_t pid = xfork();
    if (pid == 0) _exit(strcmp(take(7, 0), "awaited") != 0);
    msleep(10);
    OK(put_message(7, "awaited", 0));
    STR("exit 0", reap(pid));
    ERR(EINVAL, put_message(0, "x", 0));
    ERR(EINVAL, put_message(-1, "x", 0));
    int sent = 0;
    while (sent < 100000 && put_message(1, "0123456789012345678901234567890123456789", IPC_NOWAIT) == 0) sent++;
    EQ(EAGAIN, errno);
    CHECK(sent > 10);
    pid = xfork();
    if (pid == 0) _exit(strcmp(take(99, 0), "EIDRM") != 0);
    msleep(10);
    OK(msgctl(id, IPC_RMID, NULL));
    int status = 0;
    waitpid(pid, &status, 0); // if it came too late to wait, it has seen EINVAL
    CHECK(WIFEXITED(status));
    ERR(EINVAL, put_message(1, "x", 0));
    return finish();
}

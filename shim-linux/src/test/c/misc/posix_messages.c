// POSIX message queues: priorities, attributes, non-blocking, time-outs, notification by signal, poll, unlink.
#include "../test.h"
#include <mqueue.h>
#include <poll.h>

static volatile sig_atomic_t notified;
static void on_notify(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)context;
    notified = info->si_code == SI_MESGQ ? info->si_value.sival_int : -1;
}

int main(void) {
    char name[64], buffer[64] = {0};
    unsigned priority = 99;
    struct mq_attr a = {.mq_maxmsg = 4, .mq_msgsize = 32}, seen;
    snprintf(name, sizeof name, "/isthmus-mq-%d", getpid());
    ERR(ENOENT, mq_open(name, O_RDWR));
    mqd_t q = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &a);
    CHECK(q >= 0);
    ERR(EEXIST, mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &a));
    OK(mq_send(q, "low", 3, 1));
    OK(mq_send(q, "high", 4, 7));
    OK(mq_send(q, "low too", 7, 1));
    OK(mq_getattr(q, &seen));
    CHECK(seen.mq_maxmsg == 4 && seen.mq_msgsize == 32 && seen.mq_curmsgs == 3);
    ERR(EMSGSIZE, mq_receive(q, buffer, 31, NULL)); // room for the longest is needed
    EQ(4, mq_receive(q, buffer, 64, &priority));
    CHECK(priority == 7 && !memcmp(buffer, "high", 4));
    EQ(3, mq_receive(q, buffer, 64, NULL));
    EQ(7, mq_receive(q, buffer, 64, NULL));
    ERR(EMSGSIZE, mq_send(q, name, 33, 0));
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_nsec += 20000000;
    if (t.tv_nsec > 999999999) t.tv_nsec -= 1000000000, t.tv_sec++;
    ERR(ETIMEDOUT, mq_timedreceive(q, buffer, 64, NULL, &t));
    handle_info(SIGUSR1, on_notify, 0);
    struct sigevent e = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1, .sigev_value.sival_int = 42};
    OK(mq_notify(q, &e));
    ERR(EBUSY, mq_notify(q, &e));
    OK(mq_send(q, "wake", 4, 0));
    AWAIT(notified == 42);
    struct pollfd f = {q, POLLIN | POLLOUT, 0};
    EQ(1, poll(&f, 1, 0)); // a descriptor like others on Linux
    EQ(POLLIN | POLLOUT, f.revents);
    EQ(4, mq_receive(q, buffer, 64, NULL));
    pid_t pid = xfork();
    if (pid == 0) {
        msleep(10);
        mqd_t own = mq_open(name, O_WRONLY);
        _exit(mq_send(own, "from child", 10, 0) ? 1 : 0);
    }
    EQ(10, mq_receive(q, buffer, 64, NULL)); // sleeps
    STR("exit 0", reap(pid));
    OK(mq_setattr(q, &(struct mq_attr){.mq_flags = O_NONBLOCK}, NULL));
    ERR(EAGAIN, mq_receive(q, buffer, 64, NULL));
    for (int i = 0; i < 4; i++) MUST(mq_send(q, "x", 1, 0));
    ERR(EAGAIN, mq_send(q, "x", 1, 0));
    OK(mq_unlink(name));
    ERR(ENOENT, mq_unlink(name));
    EQ(1, mq_receive(q, buffer, 64, NULL)); // lives while it is open
    OK(mq_close(q));
    return finish();
}

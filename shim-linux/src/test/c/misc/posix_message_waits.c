// POSIX message queues between processes: order, waiting senders and receivers, time-outs, notification, limits, names, rights.
#include "../test.h"
#include <mqueue.h>
#include <poll.h>
#include <sys/resource.h>

static volatile sig_atomic_t notified;
static siginfo_t last;
static void on_notify(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)context;
    last = *info;
    notified++;
}
static void on_signal(int signal) { (void)signal; }
static char name[64], text[64];
static mqd_t q;
static const char *take(void) {
    memset(text, 0, sizeof text);
    return mq_receive(q, text, sizeof text, NULL) == -1 ? errname(errno) : text;
}
static int give(const char *what, unsigned priority) { return mq_send(q, what, strlen(what), priority); }
static long count(void) {
    struct mq_attr a;
    MUST(mq_getattr(q, &a));
    return a.mq_curmsgs;
}
static struct timespec soon(int ms) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_nsec += ms * 1000000L;
    if (t.tv_nsec > 999999999) t.tv_nsec -= 1000000000, t.tv_sec++;
    return t;
}

int main(void) {
    snprintf(name, sizeof name, "/isthmus-wait-%d", getpid());
    struct mq_attr a = {.mq_maxmsg = 3, .mq_msgsize = 16};
    bool root = geteuid() == 0;
    umask(022);
    q = MUST(mq_open(name, O_RDWR | O_CREAT, 0622, &a));
    EQ(FD_CLOEXEC, fcntl(q, F_GETFD)); // always
    EQ(O_RDWR, fcntl(q, F_GETFL) & O_ACCMODE);
    struct stat s;
    OK(fstat(q, &s));
    CHECK(S_ISREG(s.st_mode) && (s.st_mode & 0777) == 0600 && s.st_size == 80 && s.st_nlink == 1);
    char link[64] = {0}, path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", q);
    MUST(readlink(path, link, sizeof link - 1));
    CHECK(!strcmp(link, name));

    // names
    ERR(EACCES, syscall(SYS_mq_open, "a/b", O_RDWR | O_CREAT, 0600, NULL));
    ERR(EACCES, syscall(SYS_mq_open, "..", O_RDWR | O_CREAT, 0600, NULL));
    ERR(ENOENT, syscall(SYS_mq_open, "", O_RDWR | O_CREAT, 0600, NULL));
    ERR(EFAULT, syscall(SYS_mq_open, (char *)8, O_RDWR, 0600, NULL));
    ERR(EFAULT, syscall(SYS_mq_open, "x", O_RDWR | O_CREAT, 0600, (void *)8));
    char longest[300] = "/";
    memset(longest + 1, 'n', 256);
    ERR(ENAMETOOLONG, mq_open(longest, O_RDWR | O_CREAT, 0600, NULL));
    ERR(ENAMETOOLONG, mq_unlink(longest));

    // order
    OK(give("b", 5));
    OK(give("c", 1));
    OK(give("a", 32767));
    ERR(EINVAL, give("x", 32768));
    STR("a", take());
    OK(give("b2", 5));
    STR("b", take());
    STR("b2", take());
    STR("c", take());
    OK(give("", 0)); // an empty one
    EQ(0, mq_receive(q, text, 16, NULL));

    // a full queue: poll, time-outs, a sender who waits
    for (int i = 0; i < 3; i++) MUST(give("full", 0));
    struct pollfd f = {q, POLLIN | POLLOUT, 0};
    EQ(1, poll(&f, 1, 0));
    EQ(POLLIN, f.revents);
    struct timespec t = soon(10);
    ERR(ETIMEDOUT, mq_timedsend(q, "x", 1, 0, &t));
    t = (struct timespec){0, 0}; // long ago
    ERR(ETIMEDOUT, mq_timedsend(q, "x", 1, 0, &t));
    t.tv_nsec = 1000000000;
    ERR(EINVAL, mq_timedsend(q, "x", 1, 0, &t));
    t.tv_nsec = -1;
    ERR(EINVAL, mq_timedreceive(q, text, 16, NULL, &t));
    pid_t pid = xfork();
    if (pid == 0) _exit(give("urgent", 9) ? 1 : 0);
    msleep(20);
    STR("full", take());
    STR("exit 0", reap(pid));
    EQ(3, count());
    STR("urgent", take());
    STR("full", take());
    STR("full", take());
    f.revents = 0;
    EQ(1, poll(&f, 1, 0));
    EQ(POLLOUT, f.revents);

    // poll wakes
    pid = xfork();
    if (pid == 0) {
        msleep(10);
        _exit(give("hello", 0) ? 1 : 0);
    }
    f.events = POLLIN;
    EQ(1, poll(&f, 1, 10000));
    STR("hello", take());
    STR("exit 0", reap(pid));

    // signals
    handle(SIGALRM, on_signal, 0);
    alarm(1);
    STR("EINTR", take());
    alarm(0);

    // notification: once, with who sent it; not while somebody waits
    handle_info(SIGUSR1, on_notify, 0);
    struct sigevent e = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1, .sigev_value.sival_int = 7};
    OK(mq_notify(q, &e));
    pid = xfork();
    if (pid == 0) {
        ERR(EBUSY, mq_notify(q, &e)); // taken by another process
        OK(mq_notify(q, NULL)); // and not this one's to cancel
        mq_close(q);
        q = MUST(mq_open(name, O_RDWR)); // nor does its closing
        _exit(give("news", 2) ? 1 : 0);
    }
    STR("exit 0", reap(pid));
    AWAIT(notified == 1);
    CHECK(last.si_code == SI_MESGQ && last.si_value.sival_int == 7 && last.si_pid == pid && last.si_uid == getuid());
    OK(give("more", 2));
    OK(mq_notify(q, &e)); // the queue is not empty: nothing yet
    STR("news", take());
    OK(give("still more", 2));
    EQ(1, notified);
    STR("more", take());
    STR("still more", take());
    for (int round = 1; round <= 20; round++) { // until it waits in time, however slow the machine is
        pid = xfork();
        if (pid == 0) _exit(strcmp(take(), "for the child") != 0);
        msleep(20 * round);
        MUST(give("for the child", 0)); // somebody waits: no signal
        if (strcmp(reap(pid), "exit 0") != 0) FAIL_AT("round %d", round);
        if (notified == 1) break;
        MUST(mq_notify(q, &e));
        if (round < 20) notified = 1;
    }
    EQ(1, notified);
    OK(give("now", 0));
    AWAIT(notified == 2);
    STR("now", take());
    OK(mq_notify(q, &e));
    OK(mq_notify(q, NULL));
    OK(mq_notify(q, NULL));
    OK(give("silent", 0));
    STR("silent", take());
    EQ(2, notified);
    e.sigev_notify = SIGEV_NONE;
    OK(mq_notify(q, &e));
    ERR(EBUSY, mq_notify(q, &e));
    OK(give("x", 0)); // uses it up
    STR("x", take());
    OK(mq_notify(q, &e));
    mqd_t second = MUST(mq_open(name, O_RDONLY));
    OK(mq_close(second)); // closing any descriptor of the queue cancels it
    e.sigev_notify = SIGEV_SIGNAL;
    OK(mq_notify(q, &e));
    char status[128] = {0};
    OK(read(q, status, sizeof status));
    CHECK(!strncmp(status, "QSIZE:0          NOTIFY:0     SIGNO:10    NOTIFY_PID:", 53));
    OK(mq_notify(q, NULL));
    e.sigev_notify = 99;
    ERR(EINVAL, mq_notify(q, &e));
    e = (struct sigevent){.sigev_notify = SIGEV_SIGNAL, .sigev_signo = 65};
    ERR(EINVAL, mq_notify(q, &e));
    ERR(EFAULT, syscall(SYS_mq_notify, q, (void *)8));
    ERR(EBADF, mq_notify(0, NULL));

    // attributes
    struct mq_attr old, wanted = {.mq_flags = O_NONBLOCK, .mq_maxmsg = 99};
    OK(mq_setattr(q, &wanted, &old));
    CHECK(old.mq_flags == 0 && old.mq_maxmsg == 3 && old.mq_msgsize == 16 && old.mq_curmsgs == 0);
    CHECK(fcntl(q, F_GETFL) & O_NONBLOCK);
    STR("EAGAIN", take());
    wanted.mq_flags = O_APPEND;
    ERR(EINVAL, syscall(SYS_mq_getsetattr, q, &wanted, NULL));
    ERR(EFAULT, syscall(SYS_mq_getsetattr, q, NULL, (void *)8));
    ERR(EBADF, syscall(SYS_mq_getsetattr, 0, NULL, &old));
    ERR(EFAULT, mq_send(q, (char *)8, 4, 0));
    ERR(EBADF, mq_send(-1, "x", 1, 0));
    ERR(EBADF, mq_send(0, "x", 1, 0)); // no queue

    // one way only
    mqd_t reader = MUST(mq_open(name, O_RDONLY | O_NONBLOCK)), writer = MUST(mq_open(name, O_WRONLY | O_NONBLOCK));
    ERR(EBADF, mq_send(reader, "x", 1, 0));
    ERR(EBADF, mq_receive(writer, text, 16, NULL));
    OK(mq_send(writer, "x", 1, 0));
    EQ(1, mq_receive(reader, text, 16, NULL));
    ERR(EINVAL, write(writer, "x", 1));

    // limits of an ordinary user, and his rights
    pid = xfork();
    if (pid == 0) {
        hush();
        drop_root();
        char own[80];
        snprintf(own, sizeof own, "%s-user", name);
        if (root) {
            ERR(EACCES, mq_open(name, O_RDONLY));
            ERR(EACCES, mq_open(name, O_WRONLY));
            ERR(EPERM, syscall(SYS_mq_unlink, name + 1));
        }
        struct mq_attr big = {.mq_maxmsg = 11, .mq_msgsize = 16};
        ERR(EINVAL, mq_open(own, O_RDWR | O_CREAT, 0600, &big));
        big = (struct mq_attr){.mq_maxmsg = 10, .mq_msgsize = 8193};
        ERR(EINVAL, mq_open(own, O_RDWR | O_CREAT, 0600, &big));
        big = (struct mq_attr){.mq_maxmsg = 0, .mq_msgsize = 16};
        ERR(EINVAL, mq_open(own, O_RDWR | O_CREAT, 0600, &big));
        rlim_t outer = root ? 0 : 3 * (48 + 48 + 16); // the one above is the same user's
        struct rlimit limit = {outer + 10 * (48 + 48 + 8192) - 1, 819200};
        MUST(setrlimit(RLIMIT_MSGQUEUE, &limit));
        ERR(EMFILE, mq_open(own, O_RDWR | O_CREAT, 0600, NULL));
        limit.rlim_cur++;
        MUST(setrlimit(RLIMIT_MSGQUEUE, &limit));
        q = mq_open(own, O_RDWR | O_CREAT, 0600, NULL); // exactly
        CHECK(q >= 0);
        MUST(mq_getattr(q, &big));
        CHECK(big.mq_maxmsg == 10 && big.mq_msgsize == 8192);
        OK(mq_unlink(own));
        ERR(EMFILE, mq_open(own, O_RDWR | O_CREAT, 0600, NULL)); // it is open still
        OK(mq_close(q));
        q = mq_open(own, O_RDWR | O_CREAT, 0600, NULL);
        CHECK(q >= 0);
        OK(mq_unlink(own));
        _exit(finish());
    }
    STR("exit 0", reap(pid));

    // a new queue with the name of one that is still open
    OK(mq_unlink(name));
    OK(fstat(q, &s));
    EQ(0, s.st_nlink);
    mqd_t fresh = MUST(mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &a));
    OK(mq_send(fresh, "new", 3, 0));
    EQ(0, count());
    if (access("/dev/mqueue", F_OK) == 0) { // where the file system is mounted, the queue is a file
        char file[96];
        snprintf(file, sizeof file, "/dev/mqueue%s", name);
        int fd = open(file, O_RDONLY);
        if (fd == -1 || read(fd, status, sizeof status) < 50 || strncmp(status, "QSIZE:3 ", 8)) say("FAIL: no file");
        if (unlink(file) || mq_unlink(name) != -1) say("FAIL: not unlinked");
    } else {
        MUST(mq_unlink(name));
    }
    return finish();
}

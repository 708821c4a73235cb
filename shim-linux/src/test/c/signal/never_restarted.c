// Calls that are interrupted by a handler even with SA_RESTART: nanosleep, poll, select, epoll_wait, pause, semop
// and others with a time-out.
#include "../test.h"
#include <linux/futex.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/socket.h>

static volatile sig_atomic_t count;
static void on_signal(int signal) { (void)signal, count++; }

#define PESTERED(...)                                      \
    do {                                                   \
        pid_t parent = getpid(), helper = xfork();         \
        if (helper == 0)                                   \
            for (;;) msleep(4), kill(parent, SIGUSR1);     \
        ERR(EINTR, __VA_ARGS__);                           \
        kill(helper, SIGKILL);                             \
        while (waitpid(helper, NULL, 0) == -1) {           \
        }                                                  \
    } while (0)

int main(void) {
    handle(SIGUSR1, on_signal, SA_RESTART);
    int p[2], s[2], e = MUST(epoll_create1(0));
    MUST(pipe(p));
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    struct timespec t = {10, 0}, left = {0, 0};
    PESTERED(nanosleep(&t, &left));
    CHECK(left.tv_sec >= 1 && left.tv_sec <= 10); // what was left: all of it and the slack of timers, if a signal waited already
    PESTERED(clock_nanosleep(CLOCK_MONOTONIC, 0, &t, &left) == EINTR ? (errno = EINTR, -1) : 0);
    struct pollfd f = {p[0], POLLIN, 0};
    PESTERED(poll(&f, 1, 10000));
    PESTERED(poll(NULL, 0, -1));
    PESTERED(ppoll(&f, 1, &t, NULL));
    fd_set set;
    FD_ZERO(&set);
    FD_SET(p[0], &set);
    PESTERED(select(p[0] + 1, &set, NULL, NULL, &(struct timeval){10, 0}));
    CHECK(FD_ISSET(p[0], &set)); // left as it was
    PESTERED(pselect(p[0] + 1, &set, NULL, NULL, &t, NULL));
    struct epoll_event event;
    PESTERED(epoll_wait(e, &event, 1, 10000));
    PESTERED(epoll_pwait(e, &event, 1, -1, NULL));
    PESTERED(pause());
    sigset_t empty = set_of(0);
    PESTERED(sigsuspend(&empty));
    struct timeval patience = {10, 0}; // a receive time-out makes recv one of them
    MUST(setsockopt(s[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience));
    char c;
    PESTERED(recv(s[0], &c, 1, 0));
    int word = 0; // with a time-out only: the rest of the time would have to be kept
    PESTERED(syscall(SYS_futex, &word, FUTEX_WAIT, 0, &t, NULL, 0));
    int sem = MUST(semget(IPC_PRIVATE, 1, 0600));
    PESTERED(semop(sem, &(struct sembuf){0, -1, 0}, 1));
    MUST(semctl(sem, 0, IPC_RMID));
    CHECK(count >= 12);
    return finish();
}

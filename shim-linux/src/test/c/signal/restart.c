// SA_RESTART: read, wait, futex and write go on after a handler; without it they fail with EINTR.
#include "../test.h"
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/socket.h>

static volatile sig_atomic_t count;
static volatile int *seen; // the same, for a child to look at
static void on_signal(int signal) { (void)signal, count++, ++*seen; }

static pid_t pester(void (*after)(void), int signals) { // sends signals to its parent, then does something
    pid_t parent = getpid(), pid = xfork();
    if (pid) return pid;
    for (int i = 0; i < signals || !after; i++) msleep(4), kill(parent, SIGUSR1);
    if (after) after();
    _exit(0);
}
static int p[2], s[2], *word;
static void feed_pipe(void) { MUST(write(p[1], "p", 1)); }
static void feed_socket(void) { MUST(write(s[1], "s", 1)); }
static void wake(void) {
    while (syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0) == 0) msleep(1);
}
static void drain(void) {
    char buffer[65536];
    MUST(read(p[0], buffer, sizeof buffer));
}

#define PESTERED(want, after, signals, ...)          \
    do {                                             \
        count = 0;                                   \
        pid_t helper = pester(after, signals);       \
        want(__VA_ARGS__);                           \
        kill(helper, SIGKILL);                       \
        while (waitpid(helper, NULL, 0) == -1) {     \
        }                                            \
        CHECK(count > 0);                            \
    } while (0)
#define ONE(...) EQ(1, __VA_ARGS__)
#define INTERRUPTED(...) ERR(EINTR, __VA_ARGS__)

int main(void) {
    char c;
    seen = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    MUST(pipe(p));
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    handle(SIGUSR1, on_signal, SA_RESTART);
    PESTERED(ONE, feed_pipe, 5, read(p[0], &c, 1));
    PESTERED(ONE, feed_socket, 5, read(s[0], &c, 1));
    PESTERED(ONE, feed_socket, 5, recv(s[0], &c, 1, 0));
    *seen = 0;
    pid_t child = xfork();
    if (child == 0) {
        while (*seen < 5) msleep(1);
        _exit(3);
    }
    PESTERED(CHECK, NULL, 0, waitpid(child, NULL, 0) == child);
    static char block[65536];
    MUST(write(p[1], block, 65536)); // full
    PESTERED(ONE, drain, 5, write(p[1], "w", 1));
    word = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    PESTERED(OK, wake, 5, syscall(SYS_futex, word, FUTEX_WAIT, 0, NULL, NULL, 0));
    handle(SIGUSR1, on_signal, 0);
    drain();
    PESTERED(INTERRUPTED, NULL, 0, read(p[0], &c, 1));
    PESTERED(INTERRUPTED, NULL, 0, read(s[0], &c, 1));
    PESTERED(INTERRUPTED, NULL, 0, wait(NULL));
    PESTERED(INTERRUPTED, NULL, 0, syscall(SYS_futex, word, FUTEX_WAIT, 0, NULL, NULL, 0));
    MUST(write(p[1], block, 65536));
    PESTERED(INTERRUPTED, NULL, 0, write(p[1], "w", 1));
    handle(SIGUSR1, SIG_IGN, 0); // an ignored signal interrupts nothing
    pid_t helper = pester(drain, 5);
    EQ(1, write(p[1], "w", 1));
    STR("exit 0", reap(helper));
    return finish();
}

// fork while signals arrive, so that the kernel begins it again and again: each child has all of its parent's memory and
// nothing else, whatever became of the process that was begun before; what it writes is what others read.
#include "../test.h"
#include <sys/mman.h>

enum { ROUNDS = 100, PAGES = 64, PAGE = 4096, DEEP = 96 };

static char data[3 * PAGE] = "data";
static char *heap, *untouched;
static volatile sig_atomic_t arrived;

static void count(int signal) {
    (void)signal;
    arrived++;
}

static void fill(char *at, int pages, int round) {
    for (int i = 0; i < pages; i++) memset(at + i * PAGE, round + i, 32);
}

static bool holds(const char *at, int pages, int round) {
    char want[32];
    for (int i = 0; i < pages; i++) {
        memset(want, round + i, sizeof want);
        if (memcmp(at + i * PAGE, want, sizeof want)) return false;
    }
    return true;
}

// Uses fresh stack; each page goes through the kernel and back.
__attribute__((noinline)) static bool deep(int depth, int pipe[2]) {
    char page[PAGE / 2], back[8] = "";
    memset(page, 'a' + depth % 26, sizeof page);
    bool same = write(pipe[1], page + 100, 8) == 8 && read(pipe[0], back, 8) == 8 && !memcmp(page + 100, back, 8);
    return (depth == 0 || deep(depth - 1, pipe)) && same && page[0] == 'a' + depth % 26 && page[sizeof page - 1] == page[0];
}

static int child(int round, const char *stack, int pipe[2]) {
    if (!holds(data + PAGE, 2, round)) return 10;
    if (!holds(heap, PAGES, round)) return 11;
    if (!holds(stack, 4, round)) return 12;
    for (int i = 0; i < PAGES * PAGE; i += 64)
        if (untouched[i]) return 13;
    fill(heap, PAGES, round + 1);
    fill(untouched, PAGES, round);
    if (!deep(DEEP, pipe)) return 14;
    if (!holds(heap, PAGES, round + 1) || !holds(untouched, PAGES, round)) return 15;
    pid_t pid = vfork(); // a second thread in what runs this process
    if (pid == 0) _exit(round & 15);
    int status;
    while (waitpid(pid, &status, 0) == -1)
        if (errno != EINTR) return 16;
    return pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == (round & 15) ? 0 : 17;
}

int main(void) {
    char stack[4 * PAGE];
    int pipe_[2];
    MUST(pipe(pipe_));
    heap = MUST((char *)mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    untouched = MUST((char *)mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    handle(SIGUSR1, count, SA_RESTART);
    pid_t parent = getpid(), nagger = xfork();
    if (nagger == 0) {
        handle(SIGUSR1, SIG_DFL, 0);
        // Bursts: a kernel that begins a fork again for each signal must get to its end, however slow the host is.
        struct timespec pause = {0, 300000}, rest = {0, 40000000};
        for (int i = 1; kill(parent, SIGUSR1) == 0 && getppid() == parent; i++) nanosleep(i % 32 ? &pause : &rest, NULL);
        _exit(0);
    }
    while (!arrived) msleep(1);
    int bad = 0;
    for (int round = 0; round < ROUNDS && bad < 3; round++) {
        fill(data + PAGE, 2, round);
        fill(heap, PAGES, round);
        fill(stack, 4, round);
        pid_t pid = fork();
        if (pid == 0) {
            handle(SIGUSR1, SIG_IGN, 0);
            _exit(child(round, stack, pipe_));
        }
        if (pid == -1) FAIL_AT("fork: %s", errname(errno));
        const char *end = reap(pid);
        if (strcmp(end, "exit 0")) bad++, FAIL_AT("round %d: %s", round, end);
        if (!holds(heap, PAGES, round) || !holds(data + PAGE, 2, round) || !holds(stack, 4, round)) {
            bad++, FAIL_AT("round %d: the parent's memory", round);
        }
    }
    EQ(0, bad);
    kill(nagger, SIGKILL);
    STR("killed by SIGKILL", reap(nagger));
    CHECK(arrived > 10);
    return finish();
}

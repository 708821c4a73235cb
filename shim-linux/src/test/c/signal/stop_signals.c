// SIGCONT and stop signals cancel each other while pending; both can be caught; an orphaned group is not stopped.
#include "../test.h"
#include <sys/mman.h>

static int *shared;
static void on_cont(int signal) { (void)signal, shared[0]++; }
static void on_tstp(int signal) { (void)signal, shared[1]++; }

int main(void) {
    int status;
    sigset_t pending;
    shared = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    handle(SIGTSTP, on_tstp, 0);
    raise(SIGTSTP);
    EQ(1, shared[1]);
    block(SIGCONT);
    block(SIGTSTP);
    handle(SIGCONT, on_cont, 0);
    raise(SIGTSTP);
    raise(SIGCONT); // takes the pending SIGTSTP away
    sigpending(&pending);
    CHECK(!sigismember(&pending, SIGTSTP) && sigismember(&pending, SIGCONT));
    raise(SIGTSTP); // and the other way round
    sigpending(&pending);
    CHECK(sigismember(&pending, SIGTSTP) && !sigismember(&pending, SIGCONT));
    unblock(SIGTSTP);
    unblock(SIGCONT);
    EQ(2, shared[1]);
    EQ(0, shared[0]);
    pid_t pid = xfork();
    if (pid == 0) {
        setpgid(0, 0);
        raise(SIGSTOP);
        _exit(shared[0]);
    }
    CHECK(waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status));
    kill(pid, SIGCONT);
    STR("exit 1", reap(pid)); // continued, and its handler ran first
    pid = xfork();
    if (pid == 0) { // SIGCONT continues even where it is ignored or blocked
        handle(SIGCONT, SIG_IGN, 0);
        block(SIGCONT);
        raise(SIGSTOP);
        _exit(5);
    }
    waitpid(pid, &status, WUNTRACED);
    kill(pid, SIGCONT);
    STR("exit 5", reap(pid));
    pid = xfork();
    if (pid == 0) {
        setsid(); // a session of its own: its group is orphaned
        handle(SIGTSTP, SIG_DFL, 0);
        handle(SIGTTIN, SIG_DFL, 0);
        raise(SIGTSTP);
        raise(SIGTTIN);
        shared[2] = 1; // was not stopped
        raise(SIGSTOP); // this one stops anybody
        _exit(6);
    }
    CHECK(waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
    EQ(1, shared[2]);
    kill(pid, SIGCONT);
    STR("exit 6", reap(pid));
    return finish();
}

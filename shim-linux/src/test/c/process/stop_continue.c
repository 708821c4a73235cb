// Stopping and continuing a child, as wait with WUNTRACED and WCONTINUED sees it; a stopped child does not run.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    int status, signals[] = {SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU};
    volatile long *counter = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    pid_t pid = xfork();
    if (pid == 0) {
        setpgid(0, 0);
        for (;;) ++*counter;
    }
    setpgid(pid, pid); // not an orphaned group, for we are its parent in the same session
    AWAIT(*counter > 1000);
    for (int i = 0; i < 4; i++) {
        OK(kill(pid, signals[i]));
        CHECK(waitpid(pid, &status, WUNTRACED) == pid);
        say("%s", outcome(status));
        EQ(0, waitpid(pid, &status, WUNTRACED | WNOHANG));
        long before = *counter;
        msleep(10);
        CHECK(*counter == before);
        OK(kill(pid, SIGCONT));
        CHECK(waitpid(pid, &status, WCONTINUED) == pid);
        STR("continued", outcome(status));
        AWAIT(*counter > before);
    }
    kill(pid, SIGSTOP);
    waitpid(pid, &status, WUNTRACED);
    long before = *counter;
    OK(kill(pid, SIGTERM)); // stays pending while it is stopped ...
    msleep(10);
    EQ(0, waitpid(pid, &status, WNOHANG));
    OK(kill(pid, SIGCONT)); // ... and acts when it goes on
    CHECK(waitpid(pid, &status, 0) == pid);
    STR("killed by SIGTERM", outcome(status));
    CHECK(*counter == before);
    pid = xfork();
    if (pid == 0) {
        raise(SIGSTOP);
        _exit(0);
    }
    waitpid(pid, &status, WUNTRACED);
    OK(kill(pid, SIGKILL)); // kills a stopped process as well
    CHECK(waitpid(pid, &status, 0) == pid);
    STR("killed by SIGKILL", outcome(status));
    return finish();
}

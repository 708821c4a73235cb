// Who may signal whom: an ordinary user only its own processes; SIGCONT within a session.
#include "../test.h"

int main(void) {
    pid_t victim = xfork(); // as root it stays root, so that the other cannot reach it
    if (victim == 0) pause(), _exit(0);
    bool root = geteuid() == 0;
    pid_t pid = xfork();
    if (pid == 0) {
        drop_root();
        errno = 0;
        int result = kill(victim, 0);
        if ((root && (result != -1 || errno != EPERM)) || (!root && result != 0)) FAIL_AT("kill: %s", errname(errno));
        if (root && (kill(victim, SIGUSR1) != -1 || errno != EPERM)) FAIL_AT("SIGUSR1: %s", errname(errno));
        if (kill(victim, SIGCONT) == -1) FAIL_AT("SIGCONT: %s", errname(errno)); // same session
        pid_t own = xfork();
        if (own == 0) pause(), _exit(0);
        OK(kill(own, SIGTERM));
        STR("killed by SIGTERM", reap(own));
        return finish();
    }
    STR("exit 0", reap(pid));
    OK(kill(victim, 0));
    OK(kill(victim, SIGKILL));
    STR("killed by SIGKILL", reap(victim));
    return finish();
}

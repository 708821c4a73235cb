// clone: what CLONE_VM, CLONE_FILES, CLONE_FS and CLONE_SIGHAND share, and what stays apart without them.
#include "../test.h"
#include <sched.h>

static volatile int memory;
static int fd;
static void handler(int signal) { (void)signal; }

static int body(void *argument) {
    (void)argument;
    memory = 1;
    close(fd);
    if (chdir("/") || signal(SIGUSR1, handler) == SIG_ERR) _exit(9);
    umask(0777);
    _exit(5);
}

static const char *shared_by(int flags) { // which of memory, files, directory, handlers the child's changes reached
    static char text[64];
    static char stack[65536] __attribute__((aligned(16)));
    char here[4096], after[4096];
    memory = 0;
    fd = MUST(open("/dev/null", O_RDONLY));
    MUST(getcwd(here, sizeof here) ? 0 : -1);
    umask(022);
    signal(SIGUSR1, SIG_IGN);
    pid_t pid = clone(body, stack + sizeof stack, flags | SIGCHLD, NULL);
    if (pid == -1) return errname(errno);
    if (strcmp(reap(pid), "exit 5")) return "child failed";
    bool files = close(fd) == -1;
    MUST(getcwd(after, sizeof after) ? 0 : -1);
    bool fs = strcmp(here, after) != 0;
    MUST(chdir(here));
    fs &= umask(022) == 0777;
    bool handlers = signal(SIGUSR1, SIG_IGN) == handler;
    snprintf(text, sizeof text, "%s%s%s%s", memory ? "memory " : "", files ? "files " : "", fs ? "fs " : "",
             handlers ? "handlers" : "");
    return text;
}

int main(void) {
    STR("", shared_by(0));
    STR("memory ", shared_by(CLONE_VM));
    STR("files ", shared_by(CLONE_FILES));
    STR("fs ", shared_by(CLONE_FS));
    STR("memory handlers", shared_by(CLONE_VM | CLONE_SIGHAND));
    STR("memory files fs handlers", shared_by(CLONE_VM | CLONE_FILES | CLONE_FS | CLONE_SIGHAND));
    STR("memory ", shared_by(CLONE_VM | CLONE_VFORK));
    STR("EINVAL", shared_by(CLONE_SIGHAND));            // needs CLONE_VM
    STR("EINVAL", shared_by(CLONE_VM | CLONE_THREAD));  // needs CLONE_SIGHAND
    STR("EINVAL", shared_by(CLONE_FS | CLONE_NEWNS));   // contradict each other
    return finish();
}

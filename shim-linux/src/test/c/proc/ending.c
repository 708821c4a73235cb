// Whoever looks at a process that starts another program, is ending or has ended finds what was, what is, or nothing.
#include "../test.h"
#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>

enum { ROUNDS = 100 };

static const char *const files[] = {
    "stat", "status", "statm", "comm", "cmdline", "environ", "auxv", "limits", "schedstat", "io", "syscall", "wchan",
    "maps", "smaps", "smaps_rollup", "mounts", "mountinfo", "oom_score_adj", "task/%d/stat", "task/%d/status"};
static const char *const links[] = {"exe", "cwd", "root", "fd/0", "fd/1", "task/%d/cwd"};
static const char *const folders[] = {"fd", "fdinfo", "task", ""};

static atomic_int over, target;

static void check(bool done, const char *what, const char *name) {
    bool gone = errno == ENOENT || errno == ESRCH || errno == EACCES || errno == EPERM || errno == EINVAL;
    if (!done && !gone) FAIL_AT("%s %s: %s", what, name, errname(errno));
}

static const char *place(int pid, const char *name) {
    static _Thread_local char path[128];
    int length = snprintf(path, sizeof path, "/proc/%d/", pid);
    snprintf(path + length, sizeof path - length, name, pid);
    return path;
}

static void look(int pid) {
    char text[4096];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        int fd = open(place(pid, files[i]), O_RDONLY);
        check(fd >= 0, "open", files[i]);
        if (fd < 0) continue;
        check(read(fd, text, sizeof text) >= 0, "read", files[i]);
        close(fd);
    }
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        struct stat s;
        check(readlink(place(pid, links[i]), text, sizeof text) >= 0, "readlink", links[i]);
        check(stat(place(pid, links[i]), &s) == 0, "stat", links[i]);
    }
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        DIR *folder = opendir(place(pid, folders[i]));
        check(folder != NULL, "opendir", folders[i]);
        if (!folder) continue;
        do errno = 0;
        while (readdir(folder));
        check(errno == 0, "readdir", folders[i]);
        closedir(folder);
    }
}

static void *look_always(void *unused) {
    while (!over)
        if (target) look(target);
    return unused;
}

int main(int count, char **arguments) {
    pthread_t looker;
    if (count > 1) return 0;
    EQ(0, pthread_create(&looker, NULL, look_always, NULL));
    for (int i = 0; i < ROUNDS; i++) {
        siginfo_t info;
        pid_t pid = xfork();
        if (pid == 0) {
            if (i & 1) execv("/proc/self/exe", (char *[]){arguments[0], "end", NULL});
            _exit(0);
        }
        target = pid;
        MUST(waitid(P_PID, pid, &info, WEXITED | WNOWAIT));
        look(pid);
        MUST(waitpid(pid, NULL, 0));
    }
    over = 1;
    EQ(0, pthread_join(looker, NULL));
    CHECK(failures == 0);
    return finish();
}

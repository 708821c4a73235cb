// /proc lists the processes that exist, oneself and a child among them, and the entries that programs look for.
#include "../test.h"
#include <dirent.h>

static bool listed(const char *directory, const char *name) {
    DIR *d = opendir(directory);
    bool found = false;
    if (!d) return false;
    for (struct dirent *e; (e = readdir(d));) found |= !strcmp(e->d_name, name);
    closedir(d);
    return found;
}

int main(void) {
    char name[16];
    snprintf(name, sizeof name, "%d", getpid());
    CHECK(listed("/proc", name));
    pid_t pid = xfork();
    if (pid == 0) pause(), _exit(0);
    snprintf(name, sizeof name, "%d", pid);
    CHECK(listed("/proc", name));
    kill(pid, SIGKILL);
    STR("killed by SIGKILL", reap(pid));
    CHECK(!listed("/proc", name));
    const char *const global[] = {"self", "cpuinfo", "meminfo", "stat", "uptime", "version", "loadavg", "filesystems",
                                  "mounts", "sys", "thread-self", "cmdline"};
    for (size_t i = 0; i < sizeof global / sizeof *global; i++)
        if (!listed("/proc", global[i])) FAIL_AT("/proc/%s", global[i]);
    const char *const own[] = {"exe", "cwd", "root", "fd", "fdinfo", "maps", "smaps", "mem", "stat", "statm", "status",
                               "cmdline", "environ", "comm", "task", "mountinfo", "mounts", "limits", "auxv",
                               "oom_score_adj", "cgroup"};
    int missing = 0;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (!listed("/proc/self", own[i])) missing++, FAIL_AT("/proc/self/%s", own[i]);
    EQ(0, missing);
    struct stat s;
    OK(stat("/proc/self/status", &s));
    CHECK(S_ISREG(s.st_mode) && s.st_size == 0 && (s.st_mode & 0777) == 0444);
    OK(stat("/proc/self", &s));
    CHECK(S_ISDIR(s.st_mode) && (s.st_mode & 0777) == 0555 && s.st_uid == geteuid());
    OK(lstat("/proc/self", &s));
    CHECK(S_ISLNK(s.st_mode));
    ERR(ENOENT, access("/proc/0", F_OK));
    ERR(ENOENT, access("/proc/no-such", F_OK));
    CHECK(mkdir("/proc/new", 0755) == -1 && unlink("/proc/self/status") == -1);
    return finish();
}

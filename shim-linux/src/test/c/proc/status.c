// /proc/self/status, stat and statm: ids, names, states, masks, threads and sizes say what the calls say.
#include "../test.h"
#include <sys/prctl.h>

static const char *field(const char *name) { // of /proc/self/status, without the blanks
    static char text[4][128];
    static int next;
    char *t = text[next++ & 3], key[64];
    snprintf(key, sizeof key, "\n%s:", name);
    const char *at = strstr(get("/proc/self/status"), key);
    if (!at) return "missing";
    at += strlen(key);
    while (*at == '\t' || *at == ' ') at++;
    snprintf(t, 128, "%.*s", (int)strcspn(at, "\n"), at);
    return t;
}
static bool is_number(const char *name, long long value) { return atoll(field(name)) == value && field(name)[0] != 'm'; }
static void handler(int signal) { (void)signal; }

int main(void) {
    prctl(PR_SET_NAME, "a (odd) name");
    CHECK(!strncmp(get("/proc/self/status"), "Name:\ta (odd) name\n", 19));
    CHECK(is_number("Pid", getpid()) && is_number("Tgid", getpid()) && is_number("PPid", getppid()));
    STR("R (running)", field("State"));
    CHECK(is_number("Uid", getuid()) && is_number("Gid", getgid()) && is_number("Threads", 1));
    block(SIGUSR1);
    handle(SIGUSR2, handler, 0);
    handle(SIGHUP, SIG_IGN, 0);
    raise(SIGUSR1);
    STR("0000000000000200", field("SigBlk"));
    STR("0000000000000200", field("SigPnd"));
    CHECK((strtoull(field("SigCgt"), NULL, 16) & 0x801) == 0x800 && (strtoull(field("SigIgn"), NULL, 16) & 0x801) == 1);
    CHECK(atoll(field("VmSize")) > 500 && atoll(field("VmRSS")) > 100 && strstr(field("VmRSS"), " kB"));
    CHECK(strlen(field("CapEff")) == 16);
    char *stat = strdup(get("/proc/self/stat"));
    char comm[64], state;
    int pid, ppid, pgrp, session;
    char *close_bracket = strrchr(stat, ')'); // names may hold anything
    EQ(1, sscanf(stat, "%d (", &pid));
    snprintf(comm, sizeof comm, "%.*s", (int)(close_bracket - strchr(stat, '(') - 1), strchr(stat, '(') + 1);
    STR("a (odd) name", comm);
    EQ(4, sscanf(close_bracket + 2, "%c %d %d %d", &state, &ppid, &pgrp, &session));
    CHECK(pid == getpid() && state == 'R' && ppid == getppid() && pgrp == getpgrp() && session == getsid(0));
    int fields = 2;
    for (char *p = close_bracket + 1; *p; p++) fields += *p == ' ';
    EQ(52, fields);
    long size = 0, resident = 0;
    EQ(2, sscanf(get("/proc/self/statm"), "%ld %ld", &size, &resident));
    CHECK(size > 100 && resident > 10 && resident <= size);
    pid_t child = xfork();
    if (child == 0) pause(), _exit(0);
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/status", child);
    AWAIT(strstr(get(path), "State:\tS (sleeping)"));
    kill(child, SIGSTOP);
    AWAIT(strstr(get(path), "State:\tT (stopped)"));
    kill(child, SIGKILL);
    AWAIT(strstr(get(path), "State:\tZ (zombie)"));
    STR("killed by SIGKILL", reap(child));
    STR("ENOENT", get(path));
    return finish();
}

// posix_spawn: file actions, attributes (signals, group, session), errors come back as a number.
#include "../test.h"
#include <spawn.h>

int main(void) {
    pid_t pid;
    char *words[] = {"sh", "-c", "read line; echo \"got $line\"; echo error >&2; pwd | grep -c inside; exit 3", NULL};
    put("in", "input line\n");
    MUST(mkdir("inside", 0755));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "in", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "out", O_WRONLY | O_CREAT, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    posix_spawn_file_actions_addchdir_np(&actions, "inside");
    RET(0, posix_spawn(&pid, "/bin/sh", &actions, NULL, words, environ));
    STR("exit 3", reap(pid));
    STR("got input line\nerror\n1\n", get("out"));
    RET(ENOENT, posix_spawn(&pid, "/no/such/program", NULL, NULL, words, environ));
    ERR(ECHILD, wait(NULL));
    RET(0, posix_spawnp(&pid, "true", NULL, NULL, (char *[]){"true", NULL}, environ));
    STR("exit 0", reap(pid));
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t usr1 = set_of(SIGUSR1), term = set_of(SIGTERM);
    handle(SIGTERM, SIG_IGN, 0);
    posix_spawnattr_setsigdefault(&attributes, &term);
    posix_spawnattr_setsigmask(&attributes, &usr1);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    char *grep[] = {"grep", "SigBlk", "/proc/self/status", NULL};
    posix_spawn_file_actions_destroy(&actions);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "out", O_WRONLY | O_TRUNC, 0);
    RET(0, posix_spawn(&pid, "/bin/grep", &actions, &attributes, grep, environ));
    CHECK(getpgid(pid) == pid);
    STR("exit 0", reap(pid));
    STR("SigBlk:\t0000000000000200\n", get("out"));
    words[2] = "kill -TERM $$"; // would have been ignored
    RET(0, posix_spawn(&pid, "/bin/sh", &actions, &attributes, words, environ));
    STR("killed by SIGTERM", reap(pid));
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    RET(0, posix_spawn(&pid, "/bin/sh", NULL, &attributes, (char *[]){"sh", "-c", "exit 0", NULL}, environ));
    CHECK(getsid(pid) == pid || getsid(pid) == -1);
    STR("exit 0", reap(pid));
    posix_spawn_file_actions_addclose(&actions, 50); // closing what is not open is no error
    posix_spawn_file_actions_adddup2(&actions, 51, 1); // this is
    RET(EBADF, posix_spawn(&pid, "/bin/sh", &actions, NULL, words, environ));
    return finish();
}

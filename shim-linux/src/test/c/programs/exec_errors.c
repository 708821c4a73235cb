// execve: every refusal with its errno, and the caller goes on unharmed.
#include "../test.h"

static char *const none[] = {"x", NULL};
static int run(const char *path) { return execve(path, none, environ); }

int main(void) {
    ERR(ENOENT, run("missing"));
    ERR(ENOENT, run(""));
    ERR(ENOENT, run("missing/program"));
    ERR(EACCES, run("."));
    ERR(EACCES, run("/"));
    put("plain", "neither ELF nor script\n");
    ERR(EACCES, run("plain")); // not executable, not even for root
    ERR(ENOTDIR, run("plain/x"));
    MUST(chmod("plain", 0755));
    ERR(ENOEXEC, run("plain"));
    put("empty", "");
    MUST(chmod("empty", 0755));
    ERR(ENOEXEC, run("empty"));
    put("cut", "\177ELF\2\1\1");
    MUST(chmod("cut", 0755));
    ERR(ENOEXEC, run("cut"));
    MUST(symlink("loop", "loop"));
    ERR(ELOOP, run("loop"));
    char name[300];
    memset(name, 'n', sizeof name);
    name[299] = 0;
    ERR(ENAMETOOLONG, run(name));
    ERR(EFAULT, execve((char *)16, none, environ));
    ERR(EFAULT, execve("/proc/self/exe", (char **)16, environ));
    ERR(EFAULT, execve("/proc/self/exe", none, (char **)16));
    char *wild[] = {"x", (char *)16, NULL};
    ERR(EFAULT, execve("/proc/self/exe", wild, environ));
    char *huge = malloc(200000); // one string may have 128 KiB
    memset(huge, 'h', 200000);
    huge[199999] = 0;
    ERR(E2BIG, execve("/proc/self/exe", (char *[]){"x", huge, NULL}, environ));
    MUST(mkfifo("fifo", 0777));
    ERR(EACCES, run("fifo"));
    int fd = MUST(open("busy", O_RDWR | O_CREAT, 0755));
    MUST(write(fd, "\177ELF", 4));
    ERR(ETXTBSY, run("busy")); // open for writing
    close(fd);
    ERR(ENOEXEC, run("busy"));
    setenv("PATH", "/usr/bin:/bin", 1);
    ERR(ENOENT, execvp("surely-no-such-program", none));
    put("shell", "exit 7\n");
    MUST(chmod("shell", 0755));
    pid_t pid = xfork(); // execvp gives an ENOEXEC file to the shell
    if (pid == 0) execvp("./shell", (char *[]){"shell", NULL}), _exit(99);
    STR("exit 7", reap(pid));
    return finish();
}

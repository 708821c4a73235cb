// execveat and fexecve: by directory, by descriptor (AT_EMPTY_PATH, O_PATH), through /proc/self/fd; flags.
#include "../test.h"

static int at(int dir, const char *path, char *word, int flags) {
    return syscall(SYS_execveat, dir, path, (char *[]){"name", word, NULL}, environ, flags);
}

#define CHILD(want, call)                       \
    do {                                        \
        say("%s", #call);                       \
        pid_t pid_ = xfork();                   \
        if (pid_ == 0) {                        \
            call;                               \
            say("  %s", errname(errno));        \
            _exit(99);                          \
        }                                       \
        STR(want, reap(pid_));                  \
    } while (0)

int main(int argc, char **argv) {
    if (argc > 1) return argv[1][0] - '0';
    char path[64];
    MUST(mkdir("d", 0755));
    MUST(symlink(argv[0], "d/link"));
    int dir = MUST(open("d", O_RDONLY | O_DIRECTORY)), exe = MUST(open(argv[0], O_RDONLY));
    int only = MUST(open(argv[0], O_PATH | O_CLOEXEC));
    CHILD("exit 1", at(dir, "link", "1", 0));
    CHILD("exit 2", at(exe, "", "2", AT_EMPTY_PATH));
    CHILD("exit 3", at(only, "", "3", AT_EMPTY_PATH));
    CHILD("exit 4", fexecve(exe, ((char *[]){"name", "4", NULL}), environ));
    snprintf(path, sizeof path, "/proc/self/fd/%d", only);
    CHILD("exit 5", execl(path, "name", "5", NULL));
    CHILD("exit 6", at(AT_FDCWD, argv[0], "6", 0));
    CHILD("exit 99", at(dir, "link", "7", AT_SYMLINK_NOFOLLOW));
    CHILD("exit 99", at(exe, "", "7", 0));
    CHILD("exit 99", at(dir, "missing", "7", 0));
    CHILD("exit 99", at(999, "link", "7", 0));
    CHILD("exit 99", at(dir, "link", "7", 0x10));
    CHILD("exit 99", at(dir, "", "7", AT_EMPTY_PATH));
    int script = MUST(open("script", O_WRONLY | O_CREAT, 0755));
    MUST(write(script, "#!/bin/sh\nexit 8\n", 17));
    close(script);
    script = MUST(open("script", O_RDONLY));
    CHILD("exit 8", at(script, "", "x", AT_EMPTY_PATH));
    int closing = MUST(open("script", O_RDONLY | O_CLOEXEC)); // the interpreter could not open it
    CHILD("exit 99", at(closing, "", "x", AT_EMPTY_PATH));
    return finish();
}

// A script whose interpreter is a script, and so on: five levels, then ELOOP; a script as its own interpreter.
#include "../test.h"

static void level(int n) {
    char path[16], text[64];
    snprintf(path, sizeof path, "s%d", n);
    snprintf(text, sizeof text, n == 1 ? "#!./program arg%d\n" : "#!./s%2$d arg%1$d\n", n, n - 1);
    put(path, text);
    MUST(chmod(path, 0755));
}

static const char *run(const char *path) {
    pid_t pid = xfork();
    if (pid == 0) {
        execl(path, path, "last", NULL);
        say("%s: %s", path, errname(errno));
        _exit(99);
    }
    return reap(pid);
}

int main(int argc, char **argv) {
    if (argc > 1) {
        for (int i = 1; i < argc; i++) say("[%s]", argv[i]);
        return 0;
    }
    MUST(symlink(argv[0], "program"));
    for (int i = 1; i <= 7; i++) level(i);
    STR("exit 0", run("./s1"));
    STR("exit 0", run("./s2"));
    STR("exit 0", run("./s4"));
    STR("exit 0", run("./s5"));
    STR("exit 99", run("./s6"));
    STR("exit 99", run("./s7"));
    put("self", "#!./self\n");
    MUST(chmod("self", 0755));
    STR("exit 99", run("./self"));
    return finish();
}

// #! scripts: the interpreter gets its one argument, the script's path and the rest; blanks and missing newline.
#include "../test.h"

static int child(int argc, char **argv) { // acts as the interpreter
    say("%d arguments", argc);
    for (int i = 1; i < argc; i++) say("[%s]", argv[i]);
    return 0;
}

static void script(const char *path, const char *format, const char *interpreter) {
    char text[8192];
    snprintf(text, sizeof text, format, interpreter);
    put(path, text);
    MUST(chmod(path, 0755));
}

static const char *run(const char *path) {
    pid_t pid = xfork();
    if (pid == 0) {
        execl(path, "replaced", "one", "", "two words", NULL);
        _exit(errno == ENOENT ? 127 : 126);
    }
    return reap(pid);
}

int main(int argc, char **argv) {
    if (argc > 1) return child(argc, argv);
    MUST(symlink(argv[0], "interpreter"));
    char here[4096], interpreter[4200];
    MUST(getcwd(here, sizeof here) ? 0 : -1);
    say("plain");
    script("a", "#!./%s\n", "interpreter");
    STR("exit 0", run("./a"));
    say("one argument, inner blanks kept, outer dropped");
    script("b", "#!  ./%s \t -x  -y=\"z\"  \nrest\n", "interpreter");
    STR("exit 0", run("./b"));
    say("no newline at the end");
    script("c", "#! ./%s last", "interpreter");
    STR("exit 0", run("./c"));
    say("the path is as it was given");
    MUST(mkdir("d", 0755));
    STR("exit 0", run(".//d/../a"));
    snprintf(interpreter, sizeof interpreter, "%s/missing", here);
    script("m", "#!%s\n", interpreter);
    STR("exit 127", run("./m")); // the interpreter is missing: ENOENT
    script("n", "#!%s\n", "");
    STR("exit 126", run("./n"));
    script("p", "#!./%s\n", "plain");
    put("plain", "not executable");
    STR("exit 126", run("./p"));
    script("sh", "#!/bin/sh\nexit 5\n%s", "");
    STR("exit 5", run("./sh"));
    char name[64];
    snprintf(name, sizeof name, "d/%s", "deep");
    script(name, "#!./%s\n", "interpreter");
    say("the interpreter is found from the current directory");
    STR("exit 0", run("d/deep"));
    return finish();
}

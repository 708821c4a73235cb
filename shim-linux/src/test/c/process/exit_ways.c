// The ways to end: exit runs handlers and flushes, _exit does neither, abort, a killing signal, returning from main.
#include "../test.h"
#include <sys/mman.h>

static int *ran;
static void handler(void) { ++*ran; }
static void one(void) { exit(1); }
static void two(void) { _exit(2); }
static void three(void) { abort(); }
static void four(void) { kill(getpid(), SIGKILL); }
static void five(void) { syscall(SYS_exit, 5); }
static void six(void) { quick_exit(6); }
static void seven(void) { __builtin_trap(); }
static void eight(void) { syscall(SYS_exit_group, 0x1208); }
static void nine(void) {
    handle(SIGABRT, SIG_IGN, 0); // abort cannot be ignored
    abort();
}

static void try(const char *name, void (*way)(void)) {
    *ran = 0;
    char path[32];
    snprintf(path, sizeof path, "out-%s", name);
    pid_t pid = xfork();
    if (pid == 0) {
        atexit(handler);
        FILE *f = fopen(path, "w");
        fputs("buffered", f);
        way();
        _exit(99);
    }
    const char *end = reap(pid);
    say("%s: %s, %d handler, \"%s\"", name, end, *ran, get(path));
}

int main(void) {
    ran = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    try("exit", one);
    EQ(1, *ran);
    try("_exit", two);
    EQ(0, *ran);
    try("abort", three);
    try("kill", four);
    try("raw exit", five);
    try("quick_exit", six);
    try("trap", seven);
    try("exit_group", eight);
    try("abort ignored", nine);
    pid_t pid = xfork();
    if (pid == 0) three();
    STR("killed by SIGABRT", reap(pid));
    pid = xfork();
    if (pid == 0) seven();
    STR("killed by SIGILL", reap(pid));
    pid = xfork();
    if (pid == 0) eight();
    STR("exit 8", reap(pid));
    return finish();
}

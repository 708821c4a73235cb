// Code made at run time: write, then execute; rewrite and execute again; W^X flips; two views of one memfd.
#include "../test.h"
#include <setjmp.h>
#include <sys/mman.h>

static sigjmp_buf out;
static volatile int code;
static void *volatile address;
static void on_segv(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)context;
    code = info->si_code, address = info->si_addr;
    siglongjmp(out, 1);
}
static void emit(unsigned char *p, int value) { // mov $value, %eax; ret
    unsigned char text[] = {0xb8, value, value >> 8, value >> 16, value >> 24, 0xc3};
    memcpy(p, text, sizeof text);
}
static int call(void *p) {
    if (sigsetjmp(out, 1)) return -1;
    return ((int (*)(void))p)();
}

int main(void) {
    handle_info(SIGSEGV, on_segv, 0);
    const int rw = PROT_READ | PROT_WRITE, anon = MAP_PRIVATE | MAP_ANONYMOUS;
    unsigned char *p = MUST(mmap(NULL, 8192, rw | PROT_EXEC, anon, -1, 0));
    for (int i = 0; i < 100; i++) {
        emit(p, 1000 + i);
        if (call(p) != 1000 + i) EQ(1000 + i, call(p));
    }
    emit(p + 4094, 7); // over a page boundary
    EQ(7, call(p + 4094));
    OK(mprotect(p, 8192, rw));
    EQ(-1, call(p));
    CHECK(code == SEGV_ACCERR && address == p);
    for (int i = 0; i < 10; i++) {
        MUST(mprotect(p, 8192, rw));
        emit(p, 2000 + i);
        MUST(mprotect(p, 8192, PROT_READ | PROT_EXEC));
        if (call(p) != 2000 + i) EQ(2000 + i, call(p));
    }
    pid_t pid = xfork();
    if (pid == 0) _exit(call(p) == 2009 && call(p + 4094) == 7 ? 0 : 1);
    STR("exit 0", reap(pid));
    int fd = MUST(memfd_create("code", 0));
    MUST(ftruncate(fd, 4096));
    unsigned char *w = MUST(mmap(NULL, 4096, rw, MAP_SHARED, fd, 0));
    unsigned char *x = MUST(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0));
    for (int i = 0; i < 100; i++) {
        emit(w + 16, 3000 + i);
        if (call(x + 16) != 3000 + i) EQ(3000 + i, call(x + 16));
    }
    EQ(3099, call(x + 16));
    EQ(-1, call(w + 16));
    int stack_code = call((void *)&fd); // neither the stack nor data are executable
    EQ(-1, stack_code);
    EQ(-1, call(NULL));
    CHECK(code == SEGV_MAPERR && address == NULL);
    return finish();
}

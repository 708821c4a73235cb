// System calls from code made at run time, rewritten at the same place after it has run, and run by several threads.
#include "../test.h"
#include <pthread.h>
#include <sys/mman.h>

static unsigned char *page;
static void emit(unsigned char *p, int number) { // mov $number, %eax; syscall; ret
    unsigned char text[] = {0xb8, number, number >> 8, 0, 0, 0x0f, 0x05, 0xc3};
    memcpy(p, text, sizeof text);
}
static long run(void *p) { return ((long (*)(void))p)(); }
static void *runner(void *unused) {
    long wrong = 0, pid = getpid();
    for (int i = 0; i < 500; i++) wrong += run(page + 100) != pid;
    (void)unused;
    return (void *)wrong;
}

int main(void) {
    long wrong = 0, pid = getpid(), uid = getuid();
    page = MUST(mmap(NULL, 8192, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    for (int i = 0; i < 20; i++) { // the call changes under the same address
        emit(page, SYS_getpid);
        wrong += run(page) != pid;
        wrong += run(page) != pid;
        emit(page, SYS_getuid);
        wrong += run(page) != uid;
        page[1] = (unsigned char)SYS_gettid; // only the number
        wrong += run(page) != pid;
        page[5] = page[6] = 0x90; // no call any more
        wrong += run(page) != SYS_gettid;
    }
    EQ(0, wrong);
    for (int i = 0; i < 20; i++) { // the same with W^X
        MUST(mprotect(page, 4096, PROT_READ | PROT_WRITE));
        emit(page, i & 1 ? SYS_getpid : SYS_getuid);
        MUST(mprotect(page, 4096, PROT_READ | PROT_EXEC));
        wrong += run(page) != (i & 1 ? pid : uid);
        wrong += run(page) != (i & 1 ? pid : uid);
    }
    EQ(0, wrong);
    MUST(mprotect(page, 4096, PROT_READ | PROT_WRITE | PROT_EXEC));
    emit(page + 100, SYS_getpid);
    pthread_t t[4];
    for (int i = 0; i < 4; i++) pthread_create(&t[i], NULL, runner, NULL);
    for (int i = 0; i < 4; i++) {
        void *result;
        pthread_join(t[i], &result);
        wrong += (long)result;
    }
    EQ(0, wrong);
    pid_t child = xfork(); // a child runs the copy, and then something of its own
    if (child == 0) {
        if (run(page + 100) != getpid()) _exit(1);
        emit(page + 100, SYS_getuid);
        _exit(run(page + 100) == uid ? 0 : 2);
    }
    STR("exit 0", reap(child));
    CHECK(run(page + 100) == pid);
    MUST(munmap(page, 8192)); // other code at the same address
    unsigned char *again = MUST(mmap(page, 8192, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
    emit(again + 100, SYS_getuid);
    CHECK(run(again + 100) == uid);
    return finish();
}

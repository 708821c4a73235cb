// Code that is written through one mapping and executed through another, and code that writes to the page it is in.
#include "../test.h"
#include <pthread.h>
#include <sys/mman.h>

static void emit(unsigned char *p, int number) { // mov $number, %eax; syscall; ret
    unsigned char text[] = {0xb8, number, number >> 8, 0, 0, 0x0f, 0x05, 0xc3};
    memcpy(p, text, sizeof text);
}
static long run(void *p) { return ((long (*)(void))p)(); }

static int stop;
static void *writer(void *p) {
    for (int i = 0; !__atomic_load_n(&stop, __ATOMIC_RELAXED); i++) ((volatile unsigned char *)p)[2048] = i;
    return NULL;
}

int main(void) {
    long pid = getpid(), uid = getuid(), wrong = 0;
    int fd = MUST(memfd_create("code", 0));
    MUST(ftruncate(fd, 8192));
    unsigned char *w = MUST(mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
    unsigned char *x = MUST(mmap(NULL, 8192, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0));
    for (int i = 0; i < 10; i++) {
        emit(w + 10, i & 1 ? SYS_getpid : SYS_getuid);
        wrong += run(x + 10) != (i & 1 ? pid : uid);
    }
    EQ(0, wrong);
    emit(w + 4096 - 6, SYS_getpid); // the call itself on two pages
    CHECK(run(x + 4096 - 6) == pid);
    pid_t child = xfork(); // written by another process
    if (child == 0) emit(w + 10, SYS_getppid), _exit(0);
    STR("exit 0", reap(child));
    CHECK(run(x + 10) == getppid());
    EQ(4, pwrite(fd, "\xb8\x05\x00\x00", 4, 100)); // and by a call
    MUST(pwrite(fd, "\x00\xc3", 2, 104));
    EQ(5, run(x + 100));
    unsigned char *copy = MUST(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0));
    EQ(5, run(copy + 100));

    unsigned char *p = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    // incl 64(%rip); mov 64-6(%rip), %eax; ret: counts in its own page
    static const unsigned char counter[] = {0xff, 0x05, 0x40, 0, 0, 0, 0x8b, 0x05, 0x3a, 0, 0, 0, 0xc3};
    memcpy(p, counter, sizeof counter);
    for (int i = 1; i <= 50; i++) wrong += run(p) != i;
    EQ(0, wrong);
    emit(p + 1024, SYS_getpid); // runs while another thread writes to the page
    pthread_t t;
    pthread_create(&t, NULL, writer, p);
    for (int i = 0; i < 100; i++) wrong += run(p + 1024) != pid;
    __atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
    pthread_join(t, NULL);
    EQ(0, wrong);
    MUST(pwrite(fd, p + 1024, 8, 0)); // what was executed reads as it was written
    CHECK(!memcmp(w, "\xb8\x27\x00\x00\x00\x0f\x05\xc3", 8));
    // moved to another place
    unsigned char *moved = MUST(mremap(p, 4096, 8192, MREMAP_MAYMOVE));
    CHECK(run(moved + 1024) == pid);
    return finish();
}

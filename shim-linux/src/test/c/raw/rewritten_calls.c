// Code with a call that ran often, and that the program writes anew, moves, or has written by way of /proc.
#include "../test.h"
#include <pthread.h>
#include <sys/mman.h>
#include <sys/time.h>

#define PAGE 4096
#define OFTEN 40 // a call that runs so often may have been replaced

typedef long (*function)(long number);

// mov eax, edi; jmp 1f; 1: syscall; mov edx, value; mov eax, edx; ret. No mov of the number stands right before the call.
static void write_code(unsigned char *at, int value) {
    unsigned char code[] = {0x89, 0xf8, 0xeb, 0, 0x0f, 0x05, 0xba, 0, 0, 0, 0, 0x89, 0xd0, 0xc3};
    memcpy(code + 7, &value, sizeof value);
    memcpy(at, code, sizeof code);
}

// mov eax, number; syscall; ret
static void write_call(unsigned char *at, int number) {
    unsigned char code[] = {0xb8, 0, 0, 0, 0, 0x0f, 0x05, 0xc3};
    memcpy(code + 1, &number, sizeof number);
    memcpy(at, code, sizeof code);
}

static void often(unsigned char *code, long expected) {
    int right = 0;
    for (int i = 0; i < OFTEN; i++) right += ((function)code)(SYS_getpid) == expected;
    EQ(OFTEN, right);
}

static void make(void *page, int protection) {
    MUST(mprotect(page, PAGE, protection));
}

static void written_anew(unsigned char *page) {
    for (int value = 1; value < 4; value++) {
        make(page, PROT_READ | PROT_WRITE);
        if (value > 1) EQ(0, memcmp(page + 4, "\x0f\x05\xba", 3)); // as it was written
        write_code(page, value);
        make(page, PROT_READ | PROT_EXEC);
        often(page, value);
    }
    make(page, PROT_READ | PROT_WRITE | PROT_EXEC);
    page[7] = 9; // the one byte of the value
    often(page, 9);
    page[7] = 10;
    often(page, 10);
}

static void other_number(unsigned char *page) {
    write_call(page, SYS_getpid);
    make(page, PROT_READ | PROT_EXEC);
    often(page, getpid());
    make(page, PROT_READ | PROT_WRITE | PROT_EXEC);
    memcpy(page + 1, &(int){SYS_getppid}, 4);
    often(page, getppid());
}

static void moved(unsigned char *page) {
    write_code(page, 5);
    make(page, PROT_READ | PROT_EXEC);
    often(page, 5);
    unsigned char *there = page + PAGE;
    EQ(1, mremap(page, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, there) == there);
    often(there, 5);
}

static void written_through_proc(unsigned char *page) {
    write_code(page, 6);
    make(page, PROT_READ | PROT_EXEC);
    often(page, 6);
    int fd = MUST(open("/proc/self/mem", O_RDWR));
    EQ(1, pwrite(fd, "\x07", 1, (off_t)(long)(page + 7)));
    often(page, 7);
    MUST(close(fd));
}

static void in_a_child(unsigned char *page) {
    write_code(page, 11);
    make(page, PROT_READ | PROT_EXEC);
    often(page, 11);
    pid_t child = MUST(fork());
    if (child == 0) {
        make(page, PROT_READ | PROT_WRITE);
        write_code(page, 12);
        make(page, PROT_READ | PROT_EXEC);
        often(page, 12);
        _exit(finish());
    }
    int status;
    EQ(1, waitpid(child, &status, 0) == child);
    EQ(0, status);
    often(page, 11);
}

static unsigned char *in_handler;

static void on_alarm(int sig) {
    (void)sig;
    if (mprotect(in_handler, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC)) _exit(3);
    in_handler[7] = 13;
}

static void by_a_handler(unsigned char *page) {
    write_code(page, 12);
    make(page, PROT_READ | PROT_EXEC);
    often(page, 12);
    in_handler = page;
    handle(SIGALRM, on_alarm, 0);
    struct itimerval soon = {{0, 20000}, {0, 20000}}, never = {{0, 0}, {0, 0}};
    MUST(setitimer(ITIMER_REAL, &soon, NULL));
    EQ(13, ((function)page)(SYS_pause)); // the call ends as it would have, and what follows is new
    MUST(setitimer(ITIMER_REAL, &never, NULL));
    often(page, 13);
}

#define PAGES 40
static unsigned char *volatile runs;
static volatile long calls, wrong;

static void *run(void *unused) {
    for (unsigned char *code; (code = runs); calls++) wrong += ((function)code)(0) != getpid();
    return unused;
}

static void await(long more) {
    for (long end = calls + more; calls < end;) sched_yield();
}

static void beside_others(void) {
    unsigned char *pages =
            MUST(mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    for (int i = 0; i < PAGES; i++) write_call(pages + i * PAGE, SYS_getpid);
    MUST(mprotect(pages, PAGES * PAGE, PROT_READ | PROT_EXEC));
    runs = pages;
    pthread_t thread;
    EQ(0, pthread_create(&thread, NULL, run, NULL));
    for (int i = 0; i < PAGES; i++) {
        runs = pages + i * PAGE;
        await(OFTEN);
        if (mprotect(pages + i * PAGE, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC)) wrong++;
        await(2);
    }
    runs = NULL;
    EQ(0, pthread_join(thread, NULL));
    EQ(0, wrong);
}

int main(void) {
    void (*const tests[])(unsigned char *page) = {
            written_anew, other_number, moved, written_through_proc, in_a_child, by_a_handler};
    for (unsigned i = 0; i < sizeof tests / sizeof *tests; i++) {
        unsigned char *page = MUST(mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        tests[i](page);
        MUST(munmap(page, 2 * PAGE));
    }
    beside_others();
    return finish();
}

// One thread stores to memory beside code in which another one's system calls are replaced: no store may be lost.
#include "../test.h"
#include <pthread.h>
#include <sys/mman.h>

#define SITES 500 // of 8 bytes, so in one page
#define WORDS 4096
#define CALLS 14 // that many traps make a call worth replacing

static volatile long *words;
static volatile int done;
static volatile long lost, rounds;
static int ends[2];

static void *stores(void *unused) {
    for (long n = 1; !done; n++, rounds = n)
        for (int i = 0; i < WORDS; i++) {
            if (words[i] != n - 1) lost++;
            words[i] = n;
        }
    return unused;
}

// The same by the kernel: what is read into memory stays there.
static void *reads(void *unused) {
    volatile long *target = words + WORDS;
    for (long n = 1; !done; n++) {
        long got[512];
        for (int i = 0; i < 512; i++) got[i] = n;
        if (write(ends[1], got, sizeof got) != sizeof got || read(ends[0], (void *)target, sizeof got) != sizeof got)
            _exit(3);
        for (int i = 0; i < 512; i++)
            if (target[i] != n) lost++;
    }
    return unused;
}

int main(void) {
    char *area = MUST(mmap(NULL, 3 * 65536, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    char *block = (char *)(((uintptr_t)area + 65535) & -65536L);
    MUST(mprotect(block, 65536, PROT_READ | PROT_WRITE));
    static const unsigned char site[] = {0xb8, SYS_getppid, 0, 0, 0, 0x0f, 0x05, 0xc3};
    for (int i = 0; i < SITES; i++) memcpy(block + i * sizeof site, site, sizeof site);
    words = (volatile long *)(block + 4096);
    for (int i = 0; i < WORDS; i++) words[i] = 0;
    MUST(mprotect(block, 4096, PROT_READ | PROT_EXEC));
    MUST(pipe(ends));
    pthread_t threads[2];
    RET(0, pthread_create(&threads[0], NULL, stores, NULL));
    RET(0, pthread_create(&threads[1], NULL, reads, NULL));
    int wrong = 0;
    for (int i = 0; i < SITES; i++)
        for (int n = 0; n < CALLS; n++) wrong += ((long (*)(void))(block + i * sizeof site))() != getppid();
    while (rounds < 3) msleep(1);
    done = 1;
    for (int i = 0; i < 2; i++) RET(0, pthread_join(threads[i], NULL));
    EQ(0, wrong);
    EQ(0, lost);
    return finish();
}

// A ring buffer whose memory lies twice in a row, so that what crosses its end is in one piece: of one page, and of more.
#include "../test.h"
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>

static char *ring(int fd, long bytes, long shift) { // begins at shift pages in 64 KiB
    char *room = MUST(mmap(NULL, 2 * bytes + 0x20000, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    char *start = (char *)((((unsigned long)room + 0xffff) & -0x10000UL) + shift * 4096);
    for (int i = 0; i < 2; i++)
        MUST(mmap(start + i * bytes, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0));
    return start;
}

static void turns(long pages, long shift) {
    long bytes = pages * 4096;
    int fd = MUST(memfd_create("ring", 0));
    MUST(ftruncate(fd, bytes));
    char *p = ring(fd, bytes, shift), text[] = "over the end and on";
    memcpy(p + bytes - 8, text, sizeof text);
    EQ(0, memcmp(p, text + 8, sizeof text - 8)); // what was stored behind the end is at the beginning
    EQ(0, memcmp(p + 2 * bytes - 8, text, 8));
    memcpy(p + 8, "12345678", 8);
    EQ(0, memcmp(p + bytes + 8, "12345678", 8));
    char got[16] = {0}; // the file has it too, and what is written there is seen twice
    EQ(8, pread(fd, got, 8, 8));
    EQ(0, memcmp(got, "12345678", 8));
    EQ(4, pwrite(fd, "file", 4, 100));
    EQ(0, memcmp(p + 100, "file", 4));
    EQ(0, memcmp(p + bytes + 100, "file", 4));
    int ends[2]; // the kernel reads and writes through either
    MUST(pipe(ends));
    EQ(8, write(ends[1], p + bytes + 8, 8));
    EQ(8, read(ends[0], p + 200, 8));
    MUST(close(ends[0]));
    MUST(close(ends[1]));
    EQ(0, memcmp(p + bytes + 200, "12345678", 8));
    int *word = (int *)(p + 512), *same = (int *)(p + bytes + 512); // one futex
    pid_t pid = xfork();
    if (pid == 0) {
        while (__atomic_load_n(word, __ATOMIC_SEQ_CST) == 0) syscall(SYS_futex, word, FUTEX_WAIT, 0, NULL, NULL, 0);
        *(long *)(p + 1024) = *(long *)(p + bytes + 1024) + 1;
        _exit(0);
    }
    usleep(20000);
    *(long *)(p + bytes + 1024) = 41;
    __atomic_store_n(same, 1, __ATOMIC_SEQ_CST);
    syscall(SYS_futex, same, FUTEX_WAKE, 1, NULL, NULL, 0);
    STR("exit 0", reap(pid));
    EQ(42, *(long *)(p + 1024));
    MUST(munmap(p, bytes)); // the other half stays
    EQ(42, *(long *)(p + bytes + 1024));
    MUST(munmap(p + bytes, bytes));
    MUST(close(fd));
}

int main(void) {
    turns(1, 0);
    turns(1, 5);
    turns(2, 15);
    turns(3, 1);
    turns(16, 0);
    turns(17, 3);
    return finish();
}

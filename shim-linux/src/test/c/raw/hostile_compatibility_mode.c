// A far jump into a 32-bit code segment and int 0x80 from there. Natively it works where 32-bit programs do.
// In Isthmus, expected: the program dies by a signal (the segment is the host's), or the call is refused.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    pid_t pid = xfork();
    if (pid == 0) {
        // mov $1, %eax (exit); mov $77, %ebx; int $0x80
        static const unsigned char text[] = {0xb8, 1, 0, 0, 0, 0xbb, 77, 0, 0, 0, 0xcd, 0x80, 0xf4};
        unsigned char *p = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0));
        memcpy(p, text, sizeof text);
        __asm__ volatile("pushq $0x23\npush %0\nlretq" ::"r"(p) : "memory");
    }
    const char *end = reap(pid);
    CHECK(!strcmp(end, "exit 77") || !strncmp(end, "killed by", 9));
    CHECK(getpid() > 0);
    return finish();
}

// The bytes 0f 05 as data: in immediates, displacements, behind jumps and in the middle of other instructions.
#include "../test.h"
#include <sys/mman.h>

// Each of these holds 0f 05 somewhere where it is not an instruction.
__asm__(".globl immediate, displacement, constant, skipped, overlapping, wide\n"
        "immediate: mov $0x12050f34, %eax\n ret\n"
        "displacement: lea 0x50f(%rdi), %rax\n ret\n"
        "constant: movabs $0x0f050f050f050f05, %rax\n ret\n"
        "skipped: mov $1, %eax\n jmp 1f\n .byte 0x0f, 0x05\n 1: inc %eax\n ret\n"
        // an instruction whose tail is a syscall if one jumps into it
        "overlapping: mov $39, %eax\n .byte 0x66, 0x0f, 0x1f, 0x84, 0x00, 0x0f, 0x05, 0xc3, 0x90\n ret\n"
        "wide: movl $0x050f, (%rdi)\n cmpw $0x050f, (%rdi)\n sete %al\n movzbl %al, %eax\n ret\n");
long immediate(void), displacement(long), constant(void), skipped(void), overlapping(void), wide(void *);

int main(void) {
    int cell;
    long before = getppid(), wrong = 0;
    for (int i = 0; i < 100; i++) {
        wrong += immediate() != 0x12050f34;
        wrong += displacement(i) != i + 0x50f;
        wrong += constant() != 0x0f050f050f050f05;
        wrong += skipped() != 2;
        wrong += overlapping() != 39;
        wrong += wide(&cell) != 1;
        getppid();
    }
    EQ(0, wrong);
    CHECK(getppid() == before);
    long result; // and now into the middle of that instruction
    void *inside = (char *)overlapping + 5 + 5;
    CHECK(!memcmp(inside, "\x0f\x05\xc3", 3));
    for (int i = 0; i < 3; i++) {
        __asm__ volatile("call *%1" : "=a"(result) : "r"(inside), "a"((long)SYS_getpid) : "rcx", "r11", "memory");
        CHECK(result == getpid());
    }
    EQ(39, overlapping()); // the other reading of the same bytes still holds
    EQ(0x12050f34, immediate());
    return finish();
}

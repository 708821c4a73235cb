// Call sites between instructions that are hard to move: branches to and around them, operands that depend on where they
// stand, two calls side by side, a call at the end of what is mapped.
#include "../test.h"
#include <sys/mman.h>

#define FUNCTION(name, ...) ".globl " #name "\n.type " #name ", @function\n" #name ":\n.cfi_startproc\n" __VA_ARGS__ "ret\n.cfi_endproc\n.size " #name ", .-" #name "\n"
// Each but `number` gives the process's ID, from getpid (39).
__asm__(".text\n"
        FUNCTION(plain, "mov $39, %eax\n syscall\n")
        FUNCTION(target, "mov $39, %eax\n test %edi, %edi\n jnz 1f\n nop\n 1: syscall\n")              // the call is a target
        FUNCTION(long_target, "mov $39, %esi\n mov %esi, %eax\n test %edi, %edi\n jnz 1f\n mov $39, %eax\n 1: syscall\n")
        FUNCTION(loops, "mov $2, %edx\n 1: mov $39, %eax\n syscall\n dec %edx\n jnz 1b\n")               // to the start of a window
        FUNCTION(behind, "mov $39, %eax\n jmp 1f\n 2: test %eax, %eax\n ret\n 1: syscall\n jmp 2b\n")    // a jump behind the call
        FUNCTION(after, "xor %eax, %eax\n mov $39, %al\n test %edi, %edi\n jz 1f\n syscall\n 2: nop\n ret\n 1: mov $39, %al\n syscall\n jmp 2b\n") // a target right behind it
        FUNCTION(relative, "mov where(%rip), %rax\n syscall\n lea where(%rip), %rdx\n cmp (%rdx), %eax\n")
        FUNCTION(adjacent, "mov $39, %eax\n syscall\n mov $39, %al\n syscall\n mov %rax, %rdx\n mov $39, %al\n syscall\n syscall\n mov %rdx, %rax\n")
        FUNCTION(counts, "mov $1, %ecx\n mov $39, %eax\n jrcxz 1f\n 1: syscall\n mov $1, %ecx\n 2: loop 2b\n")
        FUNCTION(small, "push $39\n pop %rax\n syscall\n")
        FUNCTION(flags, "mov $39, %eax\n cmp %eax, %eax\n syscall\n jne 1f\n ret\n 1: xor %eax, %eax\n") // flags stay
        FUNCTION(zone, "mov %rsp, %rdx\n movq $77, -8(%rsp)\n movq $78, -128(%rsp)\n mov $39, %eax\n syscall\n mov -8(%rsp), %rdx\n"
                       " add -128(%rsp), %rdx\n cmp $155, %rdx\n je 1f\n xor %eax, %eax\n 1:\n")         // so does the red zone
        FUNCTION(table, "lea 3f(%rip), %rdx\n movslq (%rdx,%rdi,4), %rcx\n add %rdx, %rcx\n mov $39, %eax\n jmp *%rcx\n"
                        " 1: mov $39, %al\n 2: syscall\n ret\n .balign 4\n 3: .long 1b-3b, 2b-3b\n")     // a switch
        FUNCTION(returned, "call 1f\n syscall\n ret\n 1: mov $39, %eax\n")                               // the call is a return address
        FUNCTION(number, "mov $0x50f, %eax\n add $0x50f34, %eax\n")
        ".data\nwhere: .quad 39\n.text\n");
typedef long function(long);
function plain, target, long_target, loops, behind, after, relative, adjacent, counts, small, flags, zone, table, returned, number;

int main(void) {
    struct {
        const char *name;
        function *code;
        long argument;
    } all[] = {{"plain", plain, 0}, {"target", target, 0}, {"target", target, 1}, {"long_target", long_target, 0},
               {"long_target", long_target, 1}, {"loops", loops, 0}, {"behind", behind, 0}, {"after", after, 0},
               {"after", after, 1}, {"relative", relative, 0}, {"adjacent", adjacent, 0}, {"counts", counts, 0},
               {"small", small, 0}, {"flags", flags, 0}, {"zone", zone, 0}, {"table", table, 0}, {"table", table, 1},
               {"returned", returned, 0}};
    long pid = getpid();
    for (int round = 0; round < 40; round++)
        for (unsigned i = 0; i < sizeof all / sizeof *all; i++) {
            long result = all[i].code(all[i].argument);
            if (result != pid && !(all[i].code == adjacent)) printf("FAIL %s(%ld) = %ld\n", all[i].name, all[i].argument, result), failures++;
        }
    EQ(0x50f + 0x50f34, number(0));
    // Reading one's own code shows it as it is in the file, or at least no call that is not there.
    pid_t child = xfork();
    if (child == 0) _exit(plain(0) == getpid() ? 0 : 1);
    STR("exit 0", reap(child));
    return finish();
}

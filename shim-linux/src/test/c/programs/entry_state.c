// cflags: -static -nostdlib -ffreestanding -fno-stack-protector -mno-red-zone
// What the first instruction of a program finds: argc at an aligned stack pointer, the vectors, a defined state.
static long call3(long number, long a, long b, long c) {
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
    return result;
}
static int failures;
static void check(int good, const char *text) {
    long length = 0;
    while (text[length]) length++;
    call3(1, 1, (long)(good ? "ok: " : "FAIL "), good ? 4 : 5);
    call3(1, 1, (long)text, length);
    call3(1, 1, (long)"\n", 1);
    failures += !good;
}

__attribute__((used)) static void inspect(long *stack, long rdx, long flags) {
    check(((long)stack & 15) == 0, "stack pointer is a multiple of 16");
    check(stack[0] == 1, "argc");
    check(stack[1] != 0 && stack[2] == 0, "argv ends with NULL");
    check(rdx == 0, "rdx is zero: no function to register with atexit");
    check((flags & 0x400) == 0, "direction flag is clear");
    long *p = stack + 3;
    while (*p) p++;
    p++; // the auxiliary vector
    int page = 0, count = 0;
    for (; p[0]; p += 2, count++) page |= p[0] == 6 && p[1] == 4096;
    check(page && count < 40, "auxiliary vector with the page size");
    unsigned mxcsr;
    unsigned short control;
    __asm__("stmxcsr %0" : "=m"(mxcsr));
    __asm__("fnstcw %0" : "=m"(control));
    check(mxcsr == 0x1f80, "mxcsr is 0x1f80");
    check(control == 0x37f, "x87 control word is 0x37f");
    unsigned long fs = 1;
    call3(158, 0x1003, (long)&fs, 0); // ARCH_GET_FS
    check(fs == 0, "FS base is zero");
    call3(231, failures != 0, 0, 0);
}

__asm__(".globl _start\n_start: mov %rsp, %rdi\nmov %rdx, %rsi\npushf\npop %rdx\ncall inspect\nhlt");

// cflags: -static -nostdlib -ffreestanding -fno-stack-protector -mno-red-zone
// fork, vfork, exec of nothing, wait and exit by bare calls, without a C library or TLS.
static long call6(long number, long a, long b, long c, long d, long e) {
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
                     : "rcx", "r11", "memory");
    return result;
}
enum { WRITE = 1, PIPE = 22, GETPID = 39, FORK = 57, EXIT = 60, WAIT4 = 61, GETPPID = 110, READ = 0, EXECVE = 59, KILL = 62 };
static int failures;
static void check(int good, const char *text) {
    long length = 0;
    while (text[length]) length++;
    call6(WRITE, 1, (long)(good ? "ok: " : "FAIL "), good ? 4 : 5, 0, 0);
    call6(WRITE, 1, (long)text, length, 0, 0);
    call6(WRITE, 1, (long)"\n", 1, 0, 0);
    failures += !good;
}

__attribute__((used)) static void run(void) {
    int status = -1, ends[2];
    long me = call6(GETPID, 0, 0, 0, 0, 0);
    volatile int local = 1;
    check(call6(PIPE, (long)ends, 0, 0, 0, 0) == 0, "pipe");
    long pid = call6(FORK, 0, 0, 0, 0, 0);
    if (pid == 0) {
        local = 2;
        long parent = call6(GETPPID, 0, 0, 0, 0, 0);
        call6(WRITE, ends[1], (long)&parent, 8, 0, 0);
        call6(EXIT, 42, 0, 0, 0, 0);
    }
    long told = 0;
    check(pid > 0 && call6(READ, ends[0], (long)&told, 8, 0, 0) == 8 && told == me, "the child knows its parent");
    check(call6(WAIT4, pid, (long)&status, 0, 0, 0) == pid && status == 42 << 8, "wait4 and the exit status");
    check(local == 1, "the stacks are apart");
    pid = call6(FORK, 0, 0, 0, 0, 0);
    if (pid == 0) {
        call6(KILL, call6(GETPID, 0, 0, 0, 0, 0), 9, 0, 0, 0);
        for (;;) {
        }
    }
    check(call6(WAIT4, -1, (long)&status, 0, 0, 0) == pid && status == 9, "killed by a signal");
    const char *none[] = {0};
    check(call6(EXECVE, (long)"/no/such/program", (long)none, (long)none, 0, 0) == -2, "execve: ENOENT");
    check(call6(WAIT4, -1, (long)&status, 0, 0, 0) == -10, "wait4: ECHILD");
    call6(EXIT, failures != 0, 0, 0, 0, 0);
}
__asm__(".globl _start\n_start: and $-16, %rsp\ncall run\nhlt");

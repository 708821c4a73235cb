package isthmus.platform.linux;

import static isthmus.platform.linux.StubCode.*;

import isthmus.core.asm.Bpf;

/**
 * The two seccomp filters. Any call from outside the stub's code is trapped: it belongs to the guest. From the stub's
 * code, a guest thread may change mappings of the guest's own address range, sleep, wake, and return from a signal; a
 * service thread may also make threads of one exact kind, and the zygote processes.
 */
final class StubFilters {
    /** Bytes from {@link Layout#CODE} on that count as the stub's code. */
    static final int CODE_BYTES = 4096;

    private static final int ALLOW = 0x7fff0000, TRAP = 0x00030000;
    private static final int ARCH_X86_64 = 0xc000003e;
    private static final int NR = 0, ARCH = 4, IP_LOW = 8, IP_HIGH = 12, ARGS = 16;
    static final int MAP_SHARED_FIXED = 0x11;
    private static final int PDEATHSIG = 1, SYSCALL_USER_DISPATCH = 59;

    private StubFilters() {}

    private static int low(int argument) {
        return ARGS + 8 * argument;
    }

    private static int high(int argument) {
        return ARGS + 8 * argument + 4;
    }

    /** What a thread that runs guest code may do. */
    static byte[] guestThread() {
        Bpf b = new Bpf();
        Bpf.Label allow = new Bpf.Label("allow");
        Bpf.Label trap = new Bpf.Label("trap");
        Bpf.Label mmap = new Bpf.Label("mmap");
        Bpf.Label range = new Bpf.Label("range");
        Bpf.Label futex = new Bpf.Label("futex");
        fromStubOnly(b, trap);
        b.jeq(SYS_FUTEX, futex);
        b.jeq(SYS_MMAP, mmap);
        b.jeq(SYS_MPROTECT, range);
        b.jeq(SYS_MUNMAP, range);
        b.jeq(SYS_RT_SIGRETURN, allow, trap);
        b.bind(futex); // FUTEX_WAIT and FUTEX_WAKE
        b.ldAbs(low(1));
        b.jgt(1, trap, allow);
        b.bind(mmap);
        b.ldAbs(low(3));
        b.jeq(MAP_SHARED_FIXED, null, trap);
        b.ldAbs(low(4));
        b.jeq(Layout.MEMORY_FD, null, trap);
        b.bind(range);
        b.ldAbs(high(0));
        b.jge((int) (Layout.GUEST_LIMIT >>> 32), trap, null);
        b.ldAbs(high(1));
        b.jgt((int) (Layout.LONGEST_CHANGE >>> 32), trap, allow);
        end(b, allow, trap);
        return b.finish();
    }

    /** What every stub process may do at most, installed once by the zygote. */
    static byte[] everyThread() {
        Bpf b = new Bpf();
        Bpf.Label allow = new Bpf.Label("allow");
        Bpf.Label trap = new Bpf.Label("trap");
        Bpf.Label control = new Bpf.Label("control");
        Bpf.Label clone = new Bpf.Label("clone");
        Bpf.Label prctl = new Bpf.Label("prctl");
        fromStubOnly(b, trap);
        b.jeq(SYS_READ, control);
        b.jeq(SYS_WRITE, control);
        b.jeq(SYS_CLOSE, control);
        b.jeq(SYS_CLONE, clone);
        b.jeq(SYS_PRCTL, prctl);
        for (int number : new int[] {
            SYS_MMAP,
            SYS_MPROTECT,
            SYS_MUNMAP,
            SYS_RT_SIGRETURN,
            SYS_GETPPID,
            SYS_SIGALTSTACK,
            SYS_FUTEX,
            SYS_EXIT_GROUP,
            SYS_SECCOMP
        }) {
            b.jeq(number, allow);
        }
        b.ja(trap);
        b.bind(control);
        b.ldAbs(low(0));
        b.jeq(Layout.CONTROL_FD, allow, trap);
        b.bind(clone);
        b.ldAbs(low(0));
        b.jeq(SIGCHLD, allow);
        b.jeq(THREAD_FLAGS, allow, trap);
        b.bind(prctl);
        b.ldAbs(low(0));
        b.jeq(PDEATHSIG, allow);
        b.jeq(SYSCALL_USER_DISPATCH, allow, trap);
        end(b, allow, trap);
        return b.finish();
    }

    private static void fromStubOnly(Bpf b, Bpf.Label trap) {
        b.ldAbs(ARCH);
        b.jeq(ARCH_X86_64, null, trap);
        b.ldAbs(IP_HIGH);
        b.jeq((int) (Layout.CODE >>> 32), null, trap);
        b.ldAbs(IP_LOW);
        b.jgt((int) Layout.CODE + CODE_BYTES, trap, null);
        b.ldAbs(NR);
    }

    private static void end(Bpf b, Bpf.Label allow, Bpf.Label trap) {
        b.bind(trap);
        b.ret(TRAP);
        b.bind(allow);
        b.ret(ALLOW);
    }
}

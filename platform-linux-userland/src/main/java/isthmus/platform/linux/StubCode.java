package isthmus.platform.linux;

import static isthmus.core.asm.Register.*;
import static isthmus.core.handoff.SlotLayout.*;
import static isthmus.platform.linux.Layout.*;

import isthmus.core.asm.Cond;
import isthmus.core.asm.Label;
import isthmus.core.asm.Register;
import isthmus.core.handoff.HandOffCode;

/**
 * The program of the stub: what runs in a guest process besides the guest. It has no state of its own and decides
 * nothing; see {@link Layout} for what it shares with the kernel.
 *
 * <p>Three kinds of threads run it: the <em>zygote</em>, which carries out the kernel's requests from a socket and forks
 * the others; a <em>service thread</em> in each guest process, which makes threads; and <em>guest threads</em>, which
 * run guest code and hand over what it asks for. It never uses a stack that a guest could have put somewhere, and keeps
 * the slot's address in rbx.
 */
final class StubCode extends HandOffCode {
    static final int SYS_READ = 0, SYS_WRITE = 1, SYS_CLOSE = 3, SYS_MMAP = 9, SYS_MPROTECT = 10, SYS_MUNMAP = 11;
    static final int SYS_RT_SIGRETURN = 15, SYS_GETPID = 39, SYS_CLONE = 56, SYS_GETPPID = 110, SYS_SIGALTSTACK = 131;
    static final int SYS_PRCTL = 157, SYS_FUTEX = 202, SYS_EXIT_GROUP = 231, SYS_SECCOMP = 317;
    /** CLONE_VM FS FILES SIGHAND THREAD SYSVSEM. */
    static final int THREAD_FLAGS = 0x100 | 0x200 | 0x400 | 0x800 | 0x10000 | 0x40000;

    static final int SIGCHLD = 17;
    /** The signal that interrupts a guest: SIGURG, which does nothing where no handler is installed. */
    static final int INTERRUPT_SIGNAL = 23;

    private static final int PROT_READ = 1, PROT_WRITE = 2;

    private static final int UCONTEXT_RIP = 40 + 16 * 8;

    final Label entry = new Label("zygote");
    final Label handler = new Label("handler");
    final Label restorer = new Label("restorer");
    private final Label threadStart = new Label("thread-start");
    private final Label serve = new Label("serve");
    private final Label threadFilter = new Label("thread-filter");
    private final Label codeEnd = new Label("code-end");
    final byte[] image;
    /** Bytes of the region from which host calls are let through. */
    final int codeBytes;

    StubCode() {
        super(CODE);
        zygote();
        service();
        startThread();
        enterFromCall();
        enterFromSignal();
        handOver();
        exitFast();
        exitFull();
        runOperations();
        saveState();
        a.align(4096);
        a.bind(codeEnd);
        byte[] filter = StubFilters.guestThread();
        Label program = new Label("thread-filter-program");
        a.bind(threadFilter);
        a.long64(filter.length / 8);
        a.long64(program);
        a.bind(program);
        a.bytes(filter);
        codeBytes = StubFilters.CODE_BYTES;
        image = a.finish();
        if (a.address(codeEnd) - CODE > codeBytes) {
            throw new IllegalStateException("the stub has outgrown " + codeBytes + " bytes");
        }
    }

    long address(Label label) {
        return a.address(label);
    }

    private void call(int number) {
        a.mov(RAX, number);
        a.syscall();
    }

    /** Maps a part of the context memory, whose offset is in r9, at a fixed address. */
    private void mapContext(long address, long bytes, int protection) {
        a.mov(RDI, address);
        a.mov(RSI, bytes);
        a.mov(RDX, protection);
        a.mov(R10, StubFilters.MAP_SHARED_FIXED);
        a.mov(R8, CONTEXT_FD);
        call(SYS_MMAP);
    }

    /** FUTEX_WAIT without time-out while the word at an address has the value in rdx. */
    private void sleepOn(Register word) {
        a.mov(RDI, word);
        a.xor32(RSI, RSI);
        a.xor32(R10, R10);
        call(SYS_FUTEX);
    }

    /** FUTEX_WAKE of one thread. */
    private void wake(Register word) {
        a.mov(RDI, word);
        a.mov(RSI, 1);
        a.mov(RDX, 1);
        call(SYS_FUTEX);
    }

    /** Reads requests of 64 bytes from the socket into the zygote's window: kind, number, six arguments. */
    private void zygote() {
        Label loop = new Label("zygote-loop");
        Label fork = new Label("zygote-fork");
        Label reply = new Label("zygote-reply");
        Label quit = new Label("zygote-quit");
        Label child = new Label("child");
        a.bind(entry);
        a.mov(RBX, SLOTS);
        a.xor32(R9, R9);
        mapContext(SLOTS, SLOT_BYTES, PROT_READ | PROT_WRITE);
        call(SYS_GETPID);
        a.mov(R13, RAX);
        a.mov(R15, RBX);
        a.mov(RAX, 0xd);
        a.xor32(RCX, RCX);
        a.cpuid();
        a.store32(R15, STATE_BYTES, RBX);
        a.mov(RAX, 1);
        a.cpuid();
        a.store32(R15, FEATURES, RDX);
        a.mov(RBX, R15);
        a.bind(loop);
        a.xor32(RDI, RDI);
        a.mov(RSI, RBX);
        a.mov(RDX, 64);
        call(SYS_READ);
        a.cmp(RAX, 64);
        a.jcc(Cond.NE, quit);
        a.cmpMem32(RBX, 0, 1);
        a.jcc(Cond.E, fork);
        loadCall(RBX, 8);
        a.syscall();
        a.bind(reply);
        a.store(RBX, 64, RAX);
        a.xor32(RDI, RDI);
        a.lea(RSI, RBX, 64);
        a.mov(RDX, 8);
        call(SYS_WRITE);
        a.jmp(loop);
        a.bind(fork);
        a.load(R12, RBX, 8);
        a.mov(RDI, SIGCHLD);
        a.xor32(RSI, RSI);
        a.xor32(RDX, RDX);
        a.xor32(R10, R10);
        a.xor32(R8, R8);
        call(SYS_CLONE);
        a.test(RAX, RAX);
        a.jcc(Cond.NE, reply);
        child(child, quit);
        a.bind(quit);
        a.xor32(RDI, RDI);
        call(SYS_EXIT_GROUP);
        a.ud2();
    }

    /** A new guest process: r12 is the offset of its window in the context memory, r13 the zygote. */
    private void child(Label child, Label quit) {
        a.bind(child);
        a.xor32(RDI, RDI);
        call(SYS_CLOSE);
        a.mov(RDI, 1);
        a.mov(RSI, 9);
        call(SYS_PRCTL);
        call(SYS_GETPPID);
        a.cmp(RAX, R13);
        a.jcc(Cond.NE, quit);
        a.mov(R9, R12);
        mapContext(SLOTS, WINDOW_BYTES, PROT_READ | PROT_WRITE);
        a.cmp(RAX, RBX);
        a.jcc(Cond.NE, quit);
        a.mov(R9, WINDOW_BYTES);
        a.add(R9, R12);
        mapContext(REQUEST, 4096, PROT_READ);
        a.mov(RCX, REQUEST);
        a.cmp(RAX, RCX);
        a.jcc(Cond.NE, quit);
        a.xor32(R14, R14);
        a.jmp(serve);
    }

    /** Loads a system call's number and arguments from a row of eight words. */
    private void loadCall(Register base, int disp) {
        a.load(RAX, base, disp);
        a.load(RDI, base, disp + 8);
        a.load(RSI, base, disp + 16);
        a.load(RDX, base, disp + 24);
        a.load(R10, base, disp + 32);
        a.load(R8, base, disp + 40);
        a.load(R9, base, disp + 48);
    }

    /**
     * The service thread: waits for a new number on its read-only request page, makes the calls that stand there, writes
     * the results into slot 0. Its registers are its only state. A clone returns a second time, with the new thread's
     * slot in rsp.
     */
    private void service() {
        Label go = new Label("serve-go");
        Label next = new Label("serve-next");
        Label done = new Label("serve-done");
        a.bind(serve);
        a.mov(RBP, REQUEST);
        a.xor32(RSP, RSP);
        a.load32(RAX, RBP, REQUEST_SEQUENCE);
        a.cmp32(RAX, R14);
        a.jcc(Cond.NE, go);
        a.mov(RDX, R14);
        sleepOn(RBP);
        a.jmp(serve);
        a.bind(go);
        a.mov32(R14, RAX);
        a.load32(R12, RBP, REQUEST_COUNT);
        a.lea(R13, RBP, REQUEST_OPS);
        a.lea(R15, RBX, REPLY_RESULTS);
        a.bind(next);
        a.test32(R12, R12);
        a.jcc(Cond.E, done);
        loadCall(R13, 0);
        a.syscall();
        a.test(RSP, RSP);
        a.jcc(Cond.NE, threadStart);
        a.store(R15, 0, RAX);
        a.add(R15, 8);
        a.add(R13, OP_BYTES);
        a.dec32(R12);
        a.jmp(next);
        a.bind(done);
        a.mov32(RAX, R14);
        a.xchg32(RBX, REPLY_SEQUENCE, RAX);
        wake(RBX);
        a.jmp(serve);
    }

    /** A new guest thread, its slot in rsp: finds its signal stack, gives up its rights, and reports. */
    private void startThread() {
        a.bind(threadStart);
        a.mov(RBX, RSP);
        a.wrgsbase(RBX);
        a.lea(RDI, RBX, ALT_STACK);
        a.xor32(RSI, RSI);
        call(SYS_SIGALTSTACK);
        a.mov(RDI, 59); // PR_SET_SYSCALL_USER_DISPATCH; hosts before Linux 5.11 refuse it, and the filter does alone
        a.mov(RSI, 1);
        a.mov(RDX, CODE);
        a.mov(R10, StubFilters.CODE_BYTES);
        a.xor32(R8, R8);
        call(SYS_PRCTL);
        a.mov(RDI, 1); // SECCOMP_SET_MODE_FILTER
        a.mov(RSI, 4); // SECCOMP_FILTER_FLAG_SPEC_ALLOW
        a.movLabel(RDX, threadFilter);
        call(SYS_SECCOMP);
        a.store(RBX, OP_RESULT, RAX);
        reportReady();
    }

    @Override
    protected void findSlot() {
        a.storeGs(AT_RSP, RSP);
        a.storeGs(AT_RBX, RBX);
        a.rdgsbase(RBX);
    }

    @Override
    protected void storeFsBase() {
        a.rdfsbase(RAX);
        a.store(RBX, FS_BASE, RAX);
    }

    @Override
    protected void wakeKernel() {
        wake(RBX);
    }

    @Override
    protected void sleepWhilePosted() {
        a.mov(RDX, POSTED);
        sleepOn(RBX);
    }

    @Override
    protected void beforeFullExit() {
        super.beforeFullExit();
        a.wrgsbase(RBX); // the guest of an earlier life may have changed it
    }

    /**
     * The signal handler: rdi the number, rsi the siginfo, rdx the ucontext, rsp in the slot's signal stack. Nothing is
     * copied: the frame lies in the slot, where the kernel reads it.
     */
    private void enterFromSignal() {
        Label inStub = new Label("signal-in-stub");
        Label back = new Label("signal-back");
        Label leaving = new Label("signal-leaving");
        Label notFast = new Label("signal-not-fast");
        a.bind(handler);
        a.mov(RBX, RSP);
        a.and(RBX, -SLOT_BYTES);
        a.load(RAX, RDX, UCONTEXT_RIP);
        a.mov(RCX, CODE);
        a.sub(RAX, RCX);
        a.cmp(RAX, StubFilters.CODE_BYTES);
        a.jcc(Cond.B, inStub);
        a.rdfsbase(RAX);
        a.store(RBX, FS_BASE, RAX);
        a.store(RBX, FRAME, RDX);
        a.store(RBX, SIGINFO, RSI);
        a.store32(RBX, SIGNO, RDI);
        a.store32(RBX, EVENT, EV_SIGNAL);
        a.jmp(post);

        a.bind(inStub);
        a.cmp32(RDI, INTERRUPT_SIGNAL);
        Label meddled = new Label("meddled");
        a.jcc(Cond.NE, meddled);
        a.load(RAX, RDX, UCONTEXT_RIP);
        a.movLabel(RCX, fastExit);
        a.cmp(RAX, RCX);
        a.jcc(Cond.B, notFast);
        a.movLabel(RCX, fastExitEnd);
        a.cmp(RAX, RCX);
        a.jcc(Cond.B, leaving);
        a.bind(notFast);
        a.movLabel(RCX, fullExit);
        a.cmp(RAX, RCX);
        a.jcc(Cond.B, back);
        a.movLabel(RCX, fullExitEnd);
        a.cmp(RAX, RCX);
        a.jcc(Cond.AE, back);
        a.bind(leaving);
        a.store(RBX, FRAME, RDX);
        a.store32(RBX, EVENT, EV_STOPPED_IN_FRAME);
        a.jmp(post);
        a.bind(meddled);
        a.store(RBX, FRAME, RDX);
        a.store(RBX, SIGINFO, RSI);
        a.store32(RBX, SIGNO, RDI);
        a.store32(RBX, EVENT, EV_STUB_FAULT);
        a.jmp(post);
        a.bind(back);
        a.ret();
        a.bind(restorer);
        call(SYS_RT_SIGRETURN);
        a.ud2();
    }

    @Override
    protected int operationRows() {
        return OPS;
    }

    @Override
    protected void operation(Label failed) {
        loadCall(R13, 0);
        a.syscall();
        a.cmp(RAX, -4096);
        a.jcc(Cond.A, failed);
    }

    @Override
    protected void storeOperationResult() {
        a.store(RBX, OP_RESULT, RAX);
    }
}

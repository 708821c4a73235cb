package isthmus.core.handoff;

import static isthmus.core.asm.Register.*;
import static isthmus.core.handoff.SlotLayout.*;

import isthmus.core.asm.Assembler;
import isthmus.core.asm.Cond;
import isthmus.core.asm.Label;

/**
 * The machine code of a guest thread's hand-off, as far as it is the same on all hosts: from the guest into the slot, waiting
 * for an order, and back. The slot's address is in rbx throughout; no guest's stack is used. A platform extends it by what
 * asks something of the host.
 */
public abstract class HandOffCode {
    /** The selectors of 64-bit user code and of user data, the same on Linux and Windows. */
    private static final int CS = 0x33, SS = 0x2b;

    protected final Assembler a;
    /** Where a patched call site jumps. */
    protected final Label callEntry = new Label("call-entry");
    /** Gives the floor to the kernel; the event is in the slot, and all registers may be lost. */
    protected final Label post = new Label("post");
    /** Back to the guest, all registers as the slot says. */
    protected final Label full = new Label("full");
    /** While the instruction pointer is between these, the slot has all registers and the processor the extended state. */
    protected final Label fastExit = new Label("fast-exit");

    protected final Label fastExitEnd = new Label("fast-exit-end");
    protected final Label fullExit = new Label("full-exit");
    protected final Label fullExitEnd = new Label("full-exit-end");
    /** Where a thread goes on that was interrupted on the way out: the short way, and the long one. */
    protected final Label stoppedFast = new Label("stopped-fast");

    protected final Label stopped = new Label("stopped");
    /** A part of the long way: the extended state is in the processor, all else in the slot. */
    protected final Label fullWithState = new Label("full-with-state");

    private final Label save = new Label("save");
    private final Label operations = new Label("operations");

    protected HandOffCode(long base) {
        a = new Assembler(base);
    }

    /** The address of {@link #callEntry}. */
    public final long callEntryAddress() {
        return a.address(callEntry);
    }

    // --- what the host does -----------------------------------------------------------------------------------------

    /** Saves rsp and rbx in the slot and loads its address into rbx; r11 is free. */
    protected abstract void findSlot();

    /** Stores the guest's FS base in the slot; rax is free. */
    protected abstract void storeFsBase();

    /** Wakes the kernel thread; all registers but rbx are free. */
    protected abstract void wakeKernel();

    /** Returns after a while, or when the kernel wakes this thread; not at all when the slot's state is not {@link SlotLayout#POSTED}. */
    protected abstract void sleepWhilePosted();

    /** Brings the extended state back into the processor if a call of the host may have lost it; all registers but rbx are free. */
    protected void recoverState() {}

    /** What must be right before a guest goes on, on the short way; all registers but rbx are free. */
    protected void beforeFastExit() {}

    /** The same on the long way. */
    protected void beforeFullExit() {
        a.load(RAX, RBX, FS_BASE);
        a.wrfsbase(RAX);
    }

    /** Carries out one change of the address space, in the row at r13, or goes to {@code failed}; its result is in rax. */
    protected abstract void operation(Label failed);

    /** Where the rows of changes begin in the slot. */
    protected abstract int operationRows();

    /** Stores the result of the last change, which is in rax. */
    protected abstract void storeOperationResult();

    /** What must be done once before changes of the address space; all registers but rbx are free. */
    protected void beforeOperations() {}

    // --- the code ---------------------------------------------------------------------------------------------------

    /** Where a patched call site jumps: rcx is the address after the call, r11 is free, nothing else may change. */
    protected final void enterFromCall() {
        a.bind(callEntry);
        findSlot();
        a.lea(RSP, RBX, STACK_TOP);
        a.pushfq();
        a.popMem(RBX, AT_RFLAGS);
        a.store(RBX, AT_RAX, RAX);
        a.store(RBX, AT_RDI, RDI);
        a.store(RBX, AT_RSI, RSI);
        a.store(RBX, AT_RDX, RDX);
        a.store(RBX, AT_R10, R10);
        a.store(RBX, AT_R8, R8);
        a.store(RBX, AT_R9, R9);
        a.store(RBX, AT_RIP, RCX);
        a.store(RBX, AT_RCX, RCX);
        a.store(RBX, AT_R11, R11);
        a.store(RBX, AT_RBP, RBP);
        a.store(RBX, AT_R12, R12);
        a.store(RBX, AT_R13, R13);
        a.store(RBX, AT_R14, R14);
        a.store(RBX, AT_R15, R15);
        storeFsBase();
        a.store32(RBX, EVENT, EV_CALL);
        a.jmp(post);
    }

    /** Gives the floor to the kernel, and waits for its order: first by spinning as long as the kernel says, then in the host. */
    protected final void handOver() {
        Label spin = new Label("spin");
        Label sleep = new Label("sleep");
        Label sleepMore = new Label("sleep-more");
        Label woken = new Label("woken");
        Label ordered = new Label("ordered");
        Label spinning = new Label("spinning");
        a.bind(post);
        a.mov(RAX, POSTED);
        a.xchg32(RBX, STATE, RAX);
        a.cmpMem32(RBX, KERNEL_SLEEPS, 0);
        a.jcc(Cond.E, spinning);
        wakeKernel();
        a.bind(spinning);
        a.load32(RCX, RBX, SPIN);
        a.bind(spin);
        a.load32(RAX, RBX, STATE);
        a.cmp32(RAX, POSTED);
        a.jcc(Cond.NE, ordered);
        a.test32(RCX, RCX);
        a.jcc(Cond.E, sleep);
        a.cmpMem32(RBX, NO_SPIN, 0);
        a.jcc(Cond.NE, sleep);
        a.pause();
        a.dec32(RCX);
        a.jmp(spin);
        a.bind(sleep);
        a.mov(RAX, 1);
        a.xchg32(RBX, STUB_SLEEPS, RAX);
        a.bind(sleepMore);
        a.cmpMem32(RBX, STATE, POSTED);
        a.jcc(Cond.NE, woken);
        sleepWhilePosted();
        a.jmp(sleepMore);
        a.bind(woken);
        a.store32(RBX, STUB_SLEEPS, 0);
        a.load32(RAX, RBX, STATE);
        a.bind(ordered);
        a.cmp32(RAX, RUN_FAST);
        a.jcc(Cond.E, fastExit);
        a.cmp32(RAX, SAVE_FP);
        a.jcc(Cond.E, save);
        a.cmp32(RAX, RUN_OPS);
        a.jcc(Cond.E, operations);
        a.jmp(full);
    }

    /** Back to the guest after a call that came through {@link #callEntry}: all registers but rax, rcx and r11 are as they were. */
    protected final void exitFast() {
        a.bind(fastExit);
        recoverState();
        beforeFastExit();
        a.cmpMem32(RBX, INTERRUPT, 0);
        a.jcc(Cond.NE, stoppedFast);
        a.lea(RSP, RBX, STACK_TOP);
        loadRegisters();
        a.load(RCX, RBX, AT_RIP);
        a.load(R11, RBX, AT_RFLAGS);
        a.pushMem(RBX, AT_RFLAGS);
        a.popfq();
        a.load(RSP, RBX, AT_RSP);
        a.load(RBX, RBX, AT_RBX);
        a.jmp(RCX);
        a.bind(fastExitEnd);
        a.bind(stoppedFast);
        a.store32(RBX, EVENT, EV_STOPPED_FAST);
        a.jmp(post);
        a.bind(stopped);
        a.store32(RBX, EVENT, EV_STOPPED);
        a.jmp(post);
    }

    /** All but those that tell where the guest is, and those in which the way back is. */
    private void loadRegisters() {
        a.load(RBP, RBX, AT_RBP);
        a.load(R12, RBX, AT_R12);
        a.load(R13, RBX, AT_R13);
        a.load(R14, RBX, AT_R14);
        a.load(R15, RBX, AT_R15);
        a.load(RAX, RBX, AT_RAX);
        a.load(RDI, RBX, AT_RDI);
        a.load(RSI, RBX, AT_RSI);
        a.load(RDX, RBX, AT_RDX);
        a.load(R10, RBX, AT_R10);
        a.load(R8, RBX, AT_R8);
        a.load(R9, RBX, AT_R9);
    }

    /** Back to the guest with every register as the slot says, and the extended state from where the kernel points to, if it does. */
    protected final void exitFull() {
        a.bind(full);
        recoverState();
        a.load(RDI, RBX, FP_POINTER);
        a.test(RDI, RDI);
        a.jcc(Cond.E, fullWithState);
        allState();
        a.xrstor64(RDI, 0);
        a.bind(fullWithState);
        beforeFullExit();
        a.bind(fullExit);
        a.cmpMem32(RBX, INTERRUPT, 0);
        a.jcc(Cond.NE, stopped);
        a.lea(RSP, RBX, STACK_TOP);
        a.mov(RAX, SS);
        a.push(RAX);
        a.pushMem(RBX, AT_RSP);
        a.pushMem(RBX, AT_RFLAGS);
        a.mov(RAX, CS);
        a.push(RAX);
        a.pushMem(RBX, AT_RIP);
        loadRegisters();
        a.load(RCX, RBX, AT_RCX);
        a.load(R11, RBX, AT_R11);
        a.load(RBX, RBX, AT_RBX);
        a.iretq();
        a.bind(fullExitEnd);
    }

    /** Saves the extended state for the kernel. */
    protected final void saveState() {
        a.bind(save);
        recoverState();
        allState();
        a.xsave64(RBX, FP_AREA);
        a.store32(RBX, EVENT, EV_DONE);
        a.jmp(post);
    }

    /** Requests all of the extended state of an instruction that saves or restores it. */
    protected final void allState() {
        a.mov(RAX, -1);
        a.mov(RDX, -1);
    }

    /** A new thread reports, its slot in rbx. */
    protected final void reportReady() {
        a.xor32(RCX, RCX);
        a.xgetbv();
        a.store32(RBX, XCR0, RAX);
        a.store32(RBX, EVENT, EV_READY);
        a.jmp(post);
    }

    /** Changes of the address space, made for the kernel, until one fails. */
    protected final void runOperations() {
        Label next = new Label("operation-next");
        Label done = new Label("operations-done");
        a.bind(operations);
        beforeOperations();
        a.load32(R12, RBX, OP_COUNT);
        a.lea(R13, RBX, operationRows());
        a.xor32(R14, R14);
        a.xor32(RAX, RAX);
        a.bind(next);
        a.store32(RBX, OP_DONE, R14);
        a.cmp32(R14, R12);
        a.jcc(Cond.AE, done);
        operation(done);
        a.inc32(R14);
        a.add(R13, OP_BYTES);
        a.jmp(next);
        a.bind(done);
        storeOperationResult();
        a.store32(RBX, EVENT, EV_DONE);
        a.jmp(post);
    }
}

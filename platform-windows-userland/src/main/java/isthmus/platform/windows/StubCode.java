package isthmus.platform.windows;

import static isthmus.core.asm.Register.*;
import static isthmus.core.handoff.SlotLayout.*;
import static isthmus.platform.windows.Layout.*;

import isthmus.core.asm.Cond;
import isthmus.core.asm.Label;
import isthmus.core.asm.PeWriter;
import isthmus.core.handoff.HandOffCode;
import isthmus.core.south.HostException;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The program of the stub. Its threads do nothing but to run guest code and to hand over what it asks for, and to
 * change the address space when the kernel says so. It calls a few functions of ntdll, to wait, to wake and to map memory, on the thread's own stack.
 *
 * <p>GS belongs to Windows: the slot is found through the thread block. The FS base is lost when Windows changes threads,
 * so it is set on every way to the guest, and by {@link #mayHaveLostFsBase} when an access through it has failed.
 */
final class StubCode extends HandOffCode {
    /** What the program asks CPUID for, with ecx zero. */
    static final List<Integer> LEAVES =
            List.of(0, 1, 7, 0xd, 0x80000000, 0x80000001, 0x80000002, 0x80000003, 0x80000004);

    private final Label entry = new Label("entry");
    private final Label threadStart = new Label("thread-start");
    private final Label faulted = new Label("faulted");
    private final Label mayHaveLostFsBase = new Label("may-have-lost-fs-base");
    private final Label halted = new Label("halted");
    private final Label loseFsBase = new Label("lose-fs-base");
    private final ToLongFunction<String> functions;
    final byte[] program;

    /**
     * @param functions the addresses of functions of ntdll in stubs
     * @throws HostException if they lie where guests have their memory
     */
    StubCode(ToLongFunction<String> functions) {
        super(CODE);
        this.functions = functions;
        start();
        enterFromCall();
        handOver();
        exitFast();
        exitFull();
        saveState();
        stops();
        runOperations();
        program = PeWriter.write(
                IMAGE, a.address(entry), List.of(new PeWriter.Section(".text", CODE, a.finish(), false, true)));
    }

    // --- addresses for the kernel -----------------------------------------------------------------------------------

    /** Where a new thread begins, with its slot as the argument. */
    long threadStart() {
        return a.address(threadStart);
    }

    /** Where a thread goes on that has been stopped by a fault, its registers in the slot. */
    long faulted() {
        return a.address(faulted);
    }

    /** The same if it may be that the fault came only from an FS base that Windows has lost. */
    long mayHaveLostFsBase() {
        return a.address(mayHaveLostFsBase);
    }

    /** Where a thread goes on that has been interrupted in the guest, its registers in the slot. */
    long halted() {
        return a.address(halted);
    }

    /** Back to the guest without an FS base, as Windows may do it; for tests. */
    long loseFsBase() {
        return a.address(loseFsBase);
    }

    /** Where a thread goes on that was interrupted here on its way out; 0 if it is not on it. */
    long stoppedFrom(long address) {
        if (address >= a.address(fastExit) && address < a.address(fastExitEnd)) {
            return a.address(stoppedFast);
        }
        return address >= a.address(fullExit) && address < a.address(fullExitEnd) ? a.address(stopped) : 0;
    }

    // --- code -------------------------------------------------------------------------------------------------------

    /** The first thread asks the processor what it is; then it is one like all others. */
    private void start() {
        Label common = new Label("start");
        a.bind(entry);
        a.mov(R15, SLOTS);
        for (int i = 0; i < LEAVES.size(); i++) {
            a.mov(RAX, LEAVES.get(i) & 0xffffffffL);
            a.xor32(RCX, RCX);
            a.cpuid();
            a.store32(R15, CPUID + 16 * i, RAX);
            a.store32(R15, CPUID + 16 * i + 4, RBX);
            a.store32(R15, CPUID + 16 * i + 8, RCX);
            a.store32(R15, CPUID + 16 * i + 12, RDX);
        }
        a.mov(RBX, R15);
        a.jmp(common);
        a.bind(threadStart);
        a.mov(RBX, RCX);
        a.bind(common);
        a.storeGs(SLOT_POINTER, RBX);
        a.lea(RAX, RSP, -0x100);
        a.and(RAX, -16);
        a.store(RBX, HOST_STACK, RAX);
        a.rdfsbase(RAX);
        a.store(RBX, HOST_FS, RAX);
        reportReady();
    }

    @Override
    protected void findSlot() {
        a.loadGs(R11, SLOT_POINTER);
        a.store(R11, AT_RSP, RSP);
        a.store(R11, AT_RBX, RBX);
        a.mov(RBX, R11);
    }

    /** What Windows has put there is not the guest's: zero, or what the thread began with. */
    @Override
    protected void storeFsBase() {
        Label lost = new Label("fs-base-lost");
        a.rdfsbase(RAX);
        a.test(RAX, RAX);
        a.jcc(Cond.E, lost);
        a.cmpMem(RBX, HOST_FS, RAX);
        a.jcc(Cond.E, lost);
        a.store(RBX, FS_BASE, RAX);
        a.bind(lost);
    }

    @Override
    protected void wakeKernel() {
        callHost("NtSetEvent", KERNEL_EVENT);
    }

    @Override
    protected void sleepWhilePosted() {
        callHost("NtWaitForSingleObject", STUB_EVENT);
    }

    /** Calls a function with a handle from the slot and two zeros. */
    private void callHost(String function, int handle) {
        enterHost();
        a.load(RCX, RBX, handle);
        a.xor32(RDX, RDX);
        a.xor32(R8, R8);
        call(function);
    }

    private void call(String function) {
        long address = functions.applyAsLong(function);
        if (Layout.isGuest(address)) {
            throw new HostException("This Windows has code of its own at 0x" + Long.toHexString(address)
                    + ", where guests are to have their memory.");
        }
        a.mov(RAX, address);
        a.call(RAX);
    }

    /**
     * Makes calls of Windows possible, which keep rbx, rbp, rsp and r12 to r15. It clears vector registers on the way back,
     * so the guest's are saved before, once for each stop.
     */
    private void enterHost() {
        Label saved = new Label("state-saved");
        a.cmpMem32(RBX, STATE_SAVED, 0);
        a.jcc(Cond.NE, saved);
        allState();
        a.xsave64(RBX, HOST_CALL_STATE);
        a.store32(RBX, STATE_SAVED, 1);
        a.bind(saved);
        a.load(RAX, RBX, HOST_FS);
        a.wrfsbase(RAX);
        a.load(RSP, RBX, HOST_STACK);
    }

    @Override
    protected void recoverState() {
        Label present = new Label("state-present");
        a.cmpMem32(RBX, STATE_SAVED, 0);
        a.jcc(Cond.E, present);
        allState();
        a.xrstor64(RBX, HOST_CALL_STATE);
        a.store32(RBX, STATE_SAVED, 0);
        a.bind(present);
    }

    @Override
    protected void beforeFastExit() {
        Label right = new Label("fs-base-right");
        a.rdfsbase(RAX);
        a.load(RCX, RBX, FS_BASE);
        a.cmp(RAX, RCX);
        a.jcc(Cond.E, right);
        a.wrfsbase(RCX);
        a.bind(right);
    }

    @Override
    protected void beforeOperations() {
        enterHost();
    }

    @Override
    protected int operationRows() {
        return OPS;
    }

    @Override
    protected void operation(Label failed) {
        Label unmap = new Label("operation-unmap");
        Label protect = new Label("operation-protect");
        Label made = new Label("operation-made");
        a.cmpMem32(R13, OP_KIND, OP_UNMAP);
        a.jcc(Cond.E, unmap);
        a.cmpMem32(R13, OP_KIND, OP_PROTECT);
        a.jcc(Cond.E, protect);
        mapView();
        a.jmp(made);
        a.bind(unmap);
        a.mov(RCX, Nt.THIS_PROCESS);
        a.load(RDX, R13, OP_ADDRESS);
        call("NtUnmapViewOfSection");
        a.jmp(made);
        a.bind(protect);
        a.mov(RCX, Nt.THIS_PROCESS);
        a.lea(RDX, R13, OP_ADDRESS);
        a.lea(R8, R13, OP_SIZE);
        a.load(R9, R13, OP_PROTECTION);
        argument(5, OP_OLD);
        call("NtProtectVirtualMemory");
        a.bind(made);
        a.test32(RAX, RAX);
        a.jcc(Cond.S, failed);
    }

    @Override
    protected void storeOperationResult() {
        a.store32(RBX, OP_STATUS, RAX);
    }

    private void mapView() {
        a.load(RCX, R13, OP_SECTION);
        a.mov(RDX, Nt.THIS_PROCESS);
        a.lea(R8, R13, OP_ADDRESS);
        a.xor32(R9, R9);
        a.store(RSP, place(5), 0);
        argument(6, OP_OFFSET);
        argument(7, OP_SIZE);
        a.store(RSP, place(8), Nt.VIEW_UNMAP);
        a.store(RSP, place(9), 0);
        a.load(RAX, R13, OP_PROTECTION);
        a.store(RSP, place(10), RAX);
        call("NtMapViewOfSection");
    }

    /** Where an argument of a call lies on the stack, counted from 1; the first four are in registers. */
    private static int place(int argument) {
        return 8 * (argument - 1);
    }

    /** An argument that points into the row. */
    private void argument(int argument, int offset) {
        a.lea(RAX, R13, offset);
        a.store(RSP, place(argument), RAX);
    }

    /** Where the kernel sends a thread that it has stopped: rbx is the slot, which holds all of the guest's registers. */
    private void stops() {
        stop(halted, EV_STOPPED);
        tryAgain();
        stop(faulted, EV_FAULT);
        a.bind(loseFsBase);
        a.xor32(RAX, RAX);
        a.wrfsbase(RAX);
        a.jmp(fullExit);
    }

    /** The guest is tried again with the base that it should have if it has not had it; else the fault is its own. */
    private void tryAgain() {
        Label lost = new Label("fs-base-is-lost");
        a.bind(mayHaveLostFsBase);
        a.rdfsbase(RAX);
        a.load(RCX, RBX, FS_BASE);
        a.cmp(RAX, RCX);
        a.jcc(Cond.E, faulted);
        a.test(RAX, RAX);
        a.jcc(Cond.E, lost);
        a.load(RCX, RBX, HOST_FS);
        a.cmp(RAX, RCX);
        a.jcc(Cond.NE, faulted);
        a.bind(lost);
        a.jmp(fullWithState);
    }

    private void stop(Label label, int event) {
        a.bind(label);
        storeFsBase();
        a.store32(RBX, EVENT, event);
        a.jmp(post);
    }
}

package isthmus.core.handoff;

/**
 * What lies where in the slot of a guest thread: memory that the kernel and the stub share. A platform adds what only it
 * needs at 0x140 to 0xfff and behind {@link #STACK_TOP}.
 */
public final class SlotLayout {
    private SlotLayout() {}

    public static final int SLOT_BYTES = 1 << 16;
    public static final int SLOT_COUNT = 4096;

    // --- line 0, the hand-off and the arguments --------------------------------------------------------------------
    public static final int STATE = 0x00;
    public static final int EVENT = 0x04;
    public static final int AT_RAX = 0x08,
            AT_RDI = 0x10,
            AT_RSI = 0x18,
            AT_RDX = 0x20,
            AT_R10 = 0x28,
            AT_R8 = 0x30,
            AT_R9 = 0x38;
    // --- line 1, written by the kernel only
    public static final int KERNEL_SLEEPS = 0x40;
    public static final int SPIN = 0x44;
    public static final int INTERRUPT = 0x48;
    public static final int NO_SPIN = 0x4c;
    /** Where the stub finds the extended state to restore, as an address of its own, or 0. */
    public static final int FP_POINTER = 0x50;
    // --- line 2, written by the stub only
    public static final int STUB_SLEEPS = 0x80;
    // --- the other registers
    public static final int AT_RIP = 0xc0,
            AT_RSP = 0xc8,
            AT_RFLAGS = 0xd0,
            AT_RBX = 0xd8,
            AT_RBP = 0xe0,
            AT_R12 = 0xe8,
            AT_R13 = 0xf0,
            AT_R14 = 0xf8;
    public static final int AT_R15 = 0x100, AT_RCX = 0x108, AT_R11 = 0x110, FS_BASE = 0x118;
    /** The low half of XCR0. */
    public static final int XCR0 = 0x158;
    /** Changes of the address space that the thread makes for the kernel: how many, how many were made; bytes of a row. */
    public static final int OP_COUNT = 0x180, OP_DONE = 0x184, OP_BYTES = 64;
    /** The saved extended state; 64-byte aligned. */
    public static final int FP_AREA = 0x1000;

    public static final int FP_AREA_BYTES = 0x3000;
    /** Top of the small stack that the stub itself uses. */
    public static final int STACK_TOP = 0x5000;

    // --- values of STATE -----------------------------------------------------------------------------------------
    /** The kernel has the floor. Anything else is an order of the kernel. */
    public static final int POSTED = 1;

    public static final int RUN_FAST = 2, RUN_FULL = 3, RUN_OPS = 4, SAVE_FP = 5;

    // --- values of EVENT -----------------------------------------------------------------------------------------
    /** A system call by way of the call entry. */
    public static final int EV_CALL = 1;
    /** Interrupted: the slot has all registers, the processor the extended state. */
    public static final int EV_STOPPED = 3;
    /** The same on the short way out, so that rcx and r11 may still change. */
    public static final int EV_STOPPED_FAST = 9;
    /** The thread has started. */
    public static final int EV_READY = 5;
    /** An order was carried out. */
    public static final int EV_DONE = 7;
}

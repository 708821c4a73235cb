package isthmus.platform.linux;

/**
 * Where things are in a stub's address space, and in a thread's slot. The stub's own region lies above every guest
 * address, with a gap that is wider than the longest mapping that the seccomp filter lets through.
 */
final class Layout {
    private Layout() {}

    /** Guest addresses are below this. */
    static final long GUEST_LIMIT = 0x7fe0_0000_0000L;
    /** The longest range, in bytes, of one mapping change: the filter refuses longer ones. */
    static final long LONGEST_CHANGE = 0xf_0000_0000L;

    /** The stub's code and constants, readable and executable. */
    static final long CODE = 0x7ff1_0000_0000L;
    /** The host's vDSO and its data pages are moved here. */
    static final long VDSO = 0x7ff2_0000_0000L;
    /** The request page of the service thread, read-only for the stub. */
    static final long REQUEST = 0x7ff3_0000_0000L;
    /** The slots of the threads, shared with the kernel; slot 0 is the service thread's. */
    static final long SLOTS = 0x7ff4_0000_0000L;

    static final int SLOT_BYTES = 1 << 16;
    static final int SLOT_COUNT = 4096;
    /** The slots of one process in the context memory, and the request page behind them. */
    static final long WINDOW_BYTES = (long) SLOT_BYTES * SLOT_COUNT;

    static final long WINDOW_STRIDE = WINDOW_BYTES + SLOT_BYTES;

    /** Descriptors that a stub inherits. */
    static final int CONTROL_FD = 0;

    static final int MEMORY_FD = 3;
    static final int CONTEXT_FD = 4;

    // --- a thread's slot: line 0, the hand-off and the arguments --------------------------------------------------
    static final int STATE = 0x00;
    static final int EVENT = 0x04;
    static final int AT_RAX = 0x08,
            AT_RDI = 0x10,
            AT_RSI = 0x18,
            AT_RDX = 0x20,
            AT_R10 = 0x28,
            AT_R8 = 0x30,
            AT_R9 = 0x38;
    // --- line 1, written by the kernel only
    static final int KERNEL_SLEEPS = 0x40;
    static final int SPIN = 0x44;
    static final int INTERRUPT = 0x48;
    static final int NO_SPIN = 0x4c;
    static final int FP_POINTER = 0x50;
    // --- line 2, written by the stub only
    static final int STUB_SLEEPS = 0x80;
    // --- the other registers
    static final int AT_RIP = 0xc0,
            AT_RSP = 0xc8,
            AT_RFLAGS = 0xd0,
            AT_RBX = 0xd8,
            AT_RBP = 0xe0,
            AT_R12 = 0xe8,
            AT_R13 = 0xf0,
            AT_R14 = 0xf8;
    static final int AT_R15 = 0x100, AT_RCX = 0x108, AT_R11 = 0x110, FS_BASE = 0x118;
    // --- of an event that came as a signal
    static final int FRAME = 0x140, SIGINFO = 0x148, SIGNO = 0x150;
    static final int XCR0 = 0x158;
    /** A {@code stack_t} for sigaltstack(2). */
    static final int ALT_STACK = 0x160;
    // --- mapping changes that the thread carries out for the kernel
    static final int OP_COUNT = 0x180, OP_DONE = 0x184, OP_RESULT = 0x188;
    static final int OPS = 0x200;
    static final int OP_BYTES = 64;
    static final int OP_LIMIT = (0x1000 - OPS) / OP_BYTES;
    /** The saved extended state; 64-byte aligned. */
    static final int FP_AREA = 0x1000;

    static final int FP_AREA_BYTES = 0x3000;
    /** Top of the small stack that the stub itself uses. */
    static final int STACK_TOP = 0x5000;
    /** The alternate signal stack. */
    static final int SIGNAL_STACK = 0x5000;

    static final int SIGNAL_STACK_BYTES = SLOT_BYTES - SIGNAL_STACK;

    // --- the request page ----------------------------------------------------------------------------------------
    static final int REQUEST_SEQUENCE = 0x00, REQUEST_COUNT = 0x04;
    static final int REQUEST_OPS = 0x40;
    static final int REQUEST_LIMIT = (0x1000 - REQUEST_OPS) / OP_BYTES;
    /** In slot 0: the number of the request that was carried out, and the results. */
    static final int REPLY_SEQUENCE = 0x00, REPLY_RESULTS = 0x08;

    /** In the zygote's window: bytes of the extended state, from CPUID. */
    static final int STATE_BYTES = 0x80;
    /** There too: register edx of CPUID leaf 1. */
    static final int FEATURES = 0x84;

    // --- values of STATE -----------------------------------------------------------------------------------------
    /** The guest's side has the floor. Anything but {@link #POSTED} is an order of the kernel. */
    static final int POSTED = 1;

    static final int RUN_FAST = 2, RUN_FULL = 3, RUN_OPS = 4, SAVE_FP = 5;

    // --- values of EVENT -----------------------------------------------------------------------------------------
    static final int EV_CALL = 1;
    static final int EV_SIGNAL = 2;
    /** Interrupted on the way out: the slot has all registers, the processor the extended state. */
    static final int EV_STOPPED = 3;
    /** The same, but the extended state is in the signal frame. */
    static final int EV_STOPPED_IN_FRAME = 4;

    static final int EV_READY = 5;
    /** A fault in the stub's own code: the guest meddled. */
    static final int EV_STUB_FAULT = 6;

    static final int EV_DONE = 7;
}

package isthmus.platform.linux;

import static isthmus.core.handoff.SlotLayout.OP_BYTES;
import static isthmus.core.handoff.SlotLayout.SLOT_BYTES;
import static isthmus.core.handoff.SlotLayout.SLOT_COUNT;

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
    /** The request page of the service thread, read-only for the stub. */
    static final long REQUEST = 0x7ff3_0000_0000L;
    /** The slots of the threads, shared with the kernel; slot 0 is the service thread's. */
    static final long SLOTS = 0x7ff4_0000_0000L;

    /** The slots of one process in the context memory, and the request page behind them. */
    static final long WINDOW_BYTES = (long) SLOT_BYTES * SLOT_COUNT;

    static final long WINDOW_STRIDE = WINDOW_BYTES + SLOT_BYTES;

    /** Descriptors that a stub inherits. */
    static final int CONTROL_FD = 0;

    static final int MEMORY_FD = 3;
    static final int CONTEXT_FD = 4;

    // --- a thread's slot, besides what SlotLayout says
    // --- of an event that came as a signal
    static final int FRAME = 0x140, SIGINFO = 0x148, SIGNO = 0x150;
    /** A {@code stack_t} for sigaltstack(2). */
    static final int ALT_STACK = 0x160;
    // --- mapping changes that the thread carries out for the kernel
    static final int OP_RESULT = 0x188;
    static final int OPS = 0x200;
    static final int OP_LIMIT = (0x1000 - OPS) / OP_BYTES;
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

    // --- values of EVENT, besides those of SlotLayout
    static final int EV_SIGNAL = 2;
    /** Interrupted on the way out; the extended state is in the signal frame. */
    static final int EV_STOPPED_IN_FRAME = 4;
    /** A fault in the stub's own code: the guest meddled. */
    static final int EV_STUB_FAULT = 6;
}

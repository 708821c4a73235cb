package isthmus.platform.windows;

import isthmus.core.handoff.SlotLayout;

/**
 * Where things are in a stub's address space, and what a slot holds besides what {@code SlotLayout} says.
 *
 * <p>Windows itself wants some of every address space: system libraries lie at the top or, under Wine 8, between 1.75 and 6 GiB; stacks
 * and heaps are taken from the bottom, thread blocks, under Wine, downwards from 2 GiB. So guests get what is below the top, without the
 * lowest four megabytes and without the {@link #HOLE}, in which the stub's own program and its slots lie too.
 */
final class Layout {
    private Layout() {}

    /** Guest addresses are from here ... */
    static final long GUEST_START = 0x40_0000L;
    /**
     * ... and below this, but not in the hole. Above are system libraries, under Wine 10 downwards from 0x7000_0000_0000, and the two
     * terabytes that Windows keeps in every process for the table of Control Flow Guard, which may begin as low as 0x7df0_0000_0000.
     */
    static final long GUEST_LIMIT = 0x6f00_0000_0000L;

    static final long HOLE = 0x5000_0000L;
    static final long HOLE_END = 0x2_0000_0000L;

    /** The stub's program. */
    static final long IMAGE = 0x1_1000_0000L;

    static final long CODE = IMAGE + 0x1000;
    /** The slots of the threads. */
    static final long SLOTS = 0x1_2000_0000L;

    /** The slot's address is in the last of the thread block's slots for thread-local storage, which nobody else takes here. */
    static final int SLOT_POINTER = 0x1480 + 63 * 8;

    // --- a slot ------------------------------------------------------------------------------------------------------
    /** Handles of events in the stub's process: what the stub waits for, and what it sets. */
    static final int STUB_EVENT = 0x140, KERNEL_EVENT = 0x148;
    /** The thread's own stack and FS base, for calls of the host. */
    static final int HOST_STACK = 0x160, HOST_FS = 0x168;
    /** Whether the extended state is in {@link #HOST_CALL_STATE}. */
    static final int STATE_SAVED = 0x84;
    /** Four registers for each leaf of CPUID that is in {@link StubCode#LEAVES}. */
    static final int CPUID = 0x200;
    /** The guest's extended state while the host is called. */
    static final int HOST_CALL_STATE = 0x6000;

    /** The status of the last change of the address space that the stub has made for the kernel. */
    static final int OP_STATUS = 0x188;
    /** What is to be changed, a row each. */
    static final int OPS = 0x300, OP_LIMIT = (0x1000 - OPS) / SlotLayout.OP_BYTES;
    /** In a row; the last place is for what Windows answers. */
    static final int OP_KIND = 0,
            OP_SECTION = 8,
            OP_ADDRESS = 16,
            OP_OFFSET = 24,
            OP_SIZE = 32,
            OP_PROTECTION = 40,
            OP_OLD = 48;

    static final int OP_MAP = 1, OP_UNMAP = 2, OP_PROTECT = 3;

    // --- values of EVENT, besides those of SlotLayout
    // ------------------------------------------------------------------
    static final int EV_FAULT = 8;

    /** Whether a thread that stands there stands where a guest has sent it: in a guest's memory, or in the kernel's half. */
    static boolean isGuest(long address) {
        return address < GUEST_LIMIT && (address < HOLE || address >= HOLE_END);
    }
}

package isthmus.core.south;

/**
 * A thread that runs guest code. All methods but {@link #interrupt()} are called by the one kernel thread that serves it.
 */
public interface GuestThread {
    /** Lets the guest run until something happens, and says what. The registers are valid until the next call. */
    GuestEvent resume();

    /**
     * The first {@link #resume()} of the only thread of its process will come soon: begins, without waiting, with the mapping
     * changes that it would have to make.
     */
    default void prepare() {}

    /** The guest's registers; a view that loads what is asked for and writes back what was changed. */
    Registers registers();

    /** Details of the last {@link GuestEvent#FAULT}. */
    Fault fault();

    /** After a system call that came as a trap: the address of its instruction; 0 after one from a patched site. */
    long trapSite();

    /**
     * Makes a running guest stop soon with {@link GuestEvent#INTERRUPTED} (or with another event that came first). Any
     * thread may call it. It is never lost: where the guest does not run now, its next {@link #resume()} returns at once.
     */
    void interrupt();

    /** Bytes of the extended state ({@code XSAVE} standard format, legacy area first) on this host. */
    int extendedStateBytes();

    /** The components of the extended state that this host offers to programs, as bits of XCR0; always 0 (x87) and 1 (SSE). */
    long extendedStateFeatures();

    /** Copies the guest's extended state (x87, SSE, AVX …) into {@code target}, which has {@link #extendedStateBytes()} bytes. */
    void readExtendedState(byte[] target);

    /** Replaces the guest's extended state; header and reserved bits are checked, and a bad image is refused with false. */
    boolean writeExtendedState(byte[] source);

    /** CPU time in nanoseconds that the guest's side of this thread has used on the host. Any thread may call it; after {@link #close()} it stays. */
    long cpuTimeNanos();

    /** Tells the platform that the kernel thread is about to wait for something slow, so that the guest's side stops spinning. */
    void aboutToBlock();

    /** After {@link GuestEvent#GONE}: why the process is gone, a clause for the user. */
    default String whyGone() {
        return "its process on the host is gone";
    }

    /** Ends the host thread, or keeps it for the next {@link GuestProcess#newThread()}. */
    void close();
}

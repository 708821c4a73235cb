package isthmus.core.south;

/** Why a guest stopped. */
public enum GuestEvent {
    /** It asked for a system call: number in {@code rax}, arguments in {@code rdi rsi rdx r10 r8 r9}, {@code rip} after the instruction. */
    SYSTEM_CALL,
    /** The processor raised an exception; see {@link GuestThread#fault()}. {@code rip} is where the host reported it. */
    FAULT,
    /** {@link GuestThread#interrupt()} took effect. */
    INTERRUPTED,
    /** The host process of this thread is gone. */
    GONE
}

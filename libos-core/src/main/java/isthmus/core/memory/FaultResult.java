package isthmus.core.memory;

/**
 * What became of a guest's fault.
 *
 * @param resolved whether the guest can go on and try the access again
 * @param signal otherwise what to send: SIGSEGV 11 or SIGBUS 7 (for page faults), or what the fault said
 * @param code its {@code si_code}
 * @param goOnAt where the guest has to go on instead of where it stands; 0 if there
 */
public record FaultResult(boolean resolved, int signal, int code, long goOnAt) {
    /** The access can be tried again. */
    public static final FaultResult RESOLVED = new FaultResult(true, 0, 0, 0);
    /** Nothing is mapped there: SEGV_MAPERR. */
    public static final FaultResult NOT_MAPPED = new FaultResult(false, 11, 1, 0);
    /** The mapping does not allow it: SEGV_ACCERR. */
    public static final FaultResult NOT_ALLOWED = new FaultResult(false, 11, 2, 0);
    /** Behind the end of a mapped file: BUS_ADRERR. */
    public static final FaultResult BEHIND_END = new FaultResult(false, 7, 2, 0);
    /** There is no memory left: SIGKILL, as Linux's out-of-memory killer sends it. */
    public static final FaultResult NO_MEMORY = new FaultResult(false, 9, 0x80, 0);

    static FaultResult at(long address) {
        return new FaultResult(true, 0, 0, address);
    }
}

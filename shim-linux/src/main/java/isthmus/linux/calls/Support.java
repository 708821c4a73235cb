package isthmus.linux.calls;

/** How well a system call is supported; shown in docs/syscalls.md. */
public enum Support {
    FULL,
    /** The row's note says what is missing. */
    PARTIAL,
    /** Always answered with the errno that the note names, as Linux may. */
    REFUSED,
    /** Always ENOSYS, as by a Linux that was built without it; the note says why programs do not miss it. */
    UNNEEDED,
    /** ENOSYS, and a line in the trace. */
    NONE
}

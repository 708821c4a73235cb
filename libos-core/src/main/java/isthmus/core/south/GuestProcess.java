package isthmus.core.south;

/**
 * A process of the host in which guest code runs: an address space and threads. Nothing is mapped in it at first.
 *
 * <p>Mapping changes are queued by {@link #map}, {@link #protect} and {@link #unmap} and take effect, in order, when
 * {@link #flush()} is called or one of its threads resumes. The caller (the address
 * space) holds its lock over a batch, so that batches of two threads never mix.
 */
public interface GuestProcess extends AutoCloseable {
    /** Maps part of a segment at a guest address, replacing what was there. All numbers are multiples of 4096 and obey the granularity. */
    void map(long address, SharedSegment segment, int offset, long bytes, int protection);

    /** Changes the protection of pages that are mapped. */
    void protect(long address, long bytes, int protection);

    /** Removes mappings; holes in the range are allowed. */
    void unmap(long address, long bytes);

    /**
     * Applies what is queued now, from any thread of the kernel, also while guest threads of the process run. Returns
     * when it has taken effect.
     */
    void flush();

    /**
     * A new guest thread, stopped. Its registers are set before its first {@link GuestThread#resume()}.
     */
    GuestThread newThread();

    /** False once the host process is gone. */
    boolean isAlive();

    /**
     * Ends the host process, whatever its threads do or leave undone: each that runs meets {@link GuestEvent#GONE} soon. Waits for nothing
     * and takes no lock that is held while a thread is waited for. Any thread may call it; after {@link #close()} it does nothing.
     */
    void kill();

    /** Ends the host process at once, with all its threads. Idempotent. */
    @Override
    void close();
}

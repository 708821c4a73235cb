package isthmus.core.wait;

/** Something that can be waited for. */
public interface Pollable {
    /** What it is ready for now: {@link PollEvents}. Must not block. */
    int poll();

    /** Where changes are announced; null if it never changes (always ready). */
    WaitQueue waitQueue();
}

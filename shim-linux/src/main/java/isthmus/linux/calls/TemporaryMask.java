package isthmus.linux.calls;

import isthmus.linux.task.Task;
import java.util.function.LongSupplier;

/** The signal mask that ppoll(2), pselect(2) and epoll_pwait(2) put in force while they wait. */
final class TemporaryMask {
    private TemporaryMask() {}

    /**
     * Runs {@code body} with the mask at {@code address}, if that is not 0. When a signal interrupts it the mask stays until
     * that signal has been delivered.
     */
    static long with(Task task, long address, long size, LongSupplier body) {
        return task.signals().withMaskAt(address, size, body);
    }
}

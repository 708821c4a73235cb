package isthmus.linux.ipc;

import java.util.LinkedHashMap;
import java.util.Map;

/** What tasks that share it (CLONE_SYSVSEM) are to undo when the last of them ends. Guarded by the monitor of {@link Semaphores}. */
public final class SemaphoreUndos {
    final Map<SemaphoreSet, SemaphoreUndo> bySet = new LinkedHashMap<>();
    /** The tasks that share it. */
    int holders = 1;
}

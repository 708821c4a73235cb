package isthmus.core.memory;

import java.util.ArrayList;
import java.util.List;

/** What is to be done on memory objects once the address space's lock, which guards this, is free: it comes after theirs. */
final class Deferred {
    private List<Runnable> actions = List.of();

    boolean isEmpty() {
        return actions.isEmpty();
    }

    /** Takes out everything; the caller runs it. */
    List<Runnable> take() {
        List<Runnable> taken = actions;
        actions = List.of();
        return taken;
    }

    /** Writes back a part of an object. */
    void sync(MemoryObject object, long offset, long bytes) {
        if (object.tracksWrites()) {
            object.retain();
            add(() -> {
                try {
                    object.sync(offset, bytes);
                } finally {
                    object.release();
                }
            });
        }
    }

    /** Empties a part of an object. */
    void punchHole(MemoryObject object, long offset, long bytes) {
        object.retain();
        add(() -> {
            try {
                object.punchHole(offset, bytes);
            } finally {
                object.release();
            }
        });
    }

    private void add(Runnable action) {
        if (actions.isEmpty()) {
            actions = new ArrayList<>();
        }
        actions.add(action);
    }
}

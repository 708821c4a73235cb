package isthmus.app.window.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The terminals of consoles that were closed, so that they can be opened again with all that they showed. So many and so much
 * is kept; what was closed longest ago goes first. Lives on one thread.
 *
 * @param <K> what a terminal belongs to
 */
final class KeptTerminals<K> {
    private record Kept(ConsoleTerminal terminal, long bytes) {}

    private final int number;
    private final long limit;
    private final Map<K, Kept> all = new LinkedHashMap<>();
    private long bytes;

    /**
     * @param number of terminals at most
     * @param limit of bytes that all of them take together
     */
    KeptTerminals(int number, long limit) {
        this.number = number;
        this.limit = limit;
    }

    /** Keeps a terminal that is no longer shown. */
    void keep(K owner, ConsoleTerminal terminal) {
        drop(owner);
        Kept entry = new Kept(terminal, terminal.terminal().bytes());
        all.put(owner, entry);
        bytes += entry.bytes();
        while (all.size() > number || bytes > limit) {
            drop(all.keySet().iterator().next());
        }
    }

    /** What was kept, which is the caller's from now on; empty if it was too much, or nothing was kept. */
    Optional<ConsoleTerminal> take(K owner) {
        Kept entry = all.get(owner);
        drop(owner);
        return Optional.ofNullable(entry).map(Kept::terminal);
    }

    void drop(K owner) {
        Kept entry = all.remove(owner);
        if (entry != null) {
            bytes -= entry.bytes();
        }
    }
}

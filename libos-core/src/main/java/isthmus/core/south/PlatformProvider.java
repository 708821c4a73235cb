package isthmus.core.south;

import isthmus.core.Errno;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Found with {@link java.util.ServiceLoader}; one per host system. */
public interface PlatformProvider {
    /** For people, such as {@code Linux userland}. */
    String name();

    /** Whether this is the host that the provider is for. */
    boolean isForThisHost();

    /** What the host offers and lacks; cheap enough for {@code isthmus doctor}, not run at each start. */
    List<HostCheck> examine();

    /** What this host says when it refuses something that has to do with files, and what that means on Linux. */
    default Map<String, Errno> fileErrors() {
        return Map.of();
    }

    /** Whether the host's terminals take and give bytes; else they take text and give events (a Windows console). */
    default boolean hasByteTerminals() {
        return true;
    }

    /** What kind of terminal the host's is, as TERM names it; null if nobody knows. */
    default String terminalType() {
        return System.getenv("TERM");
    }

    /**
     * A platform for one run. Throws {@link HostException} in words that a person can act on.
     *
     * @param complaints hears, on any thread, a line for the user about what the host refuses while programs run
     */
    Platform open(Consumer<String> complaints);

    /**
     * The whole command line that started this JVM, as bytes (ISO 8859-1 strings): its options and, last, the arguments
     * of the main class. Null if the host cannot tell.
     */
    List<String> rawArguments();
}

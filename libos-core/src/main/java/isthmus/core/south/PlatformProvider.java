package isthmus.core.south;

import java.util.List;
import java.util.function.Consumer;

/** Found with {@link java.util.ServiceLoader}; one per host system. */
public interface PlatformProvider {
    /** For people, such as {@code Linux userland}. */
    String name();

    /** Whether this is the host that the provider is for. */
    boolean isForThisHost();

    /** What the host offers and lacks; cheap enough for {@code isthmus doctor}, not run at each start. */
    List<HostCheck> examine();

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

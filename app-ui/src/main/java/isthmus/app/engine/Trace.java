package isthmus.app.engine;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What to tell of the program's system calls.
 *
 * @param calls whether to print each call, as strace does
 * @param file where to; standard error if empty
 * @param summary whether to print a table at the end, as {@code strace -c} does
 */
public record Trace(boolean calls, Optional<Path> file, boolean summary) {
    public static final Trace OFF = new Trace(false, Optional.empty(), false);
}

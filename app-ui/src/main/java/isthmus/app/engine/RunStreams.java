package isthmus.app.engine;

import java.io.InputStream;
import java.io.OutputStream;

/** What descriptors 0, 1 and 2 of the first program are connected with. */
public sealed interface RunStreams {
    /** The value of TERM unless the options set it; null if there is none. */
    String terminalType();

    /**
     * Plain streams. They are the caller's, and stay open; a thread may still wait in {@code in} when the run has ended,
     * until that has something to give.
     */
    record Plain(InputStream in, OutputStream out, OutputStream err, String terminalType) implements RunStreams {}

    /**
     * A terminal, which {@link Run#console()} is the other end of.
     *
     * @param columns,rows of characters, at first; 0 if not known
     */
    record OnTerminal(int columns, int rows, String terminalType) implements RunStreams {}
}

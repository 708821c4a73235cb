package isthmus.linux.elf;

import isthmus.core.Errno;
import java.nio.ByteBuffer;

/**
 * The first line of a {@code #!} script (execve(2), as Linux has it since 5.1).
 *
 * @param argument what follows the interpreter, spaces within included; null if nothing does
 */
public record Script(String interpreter, String argument) {
    /** How much of a file is looked at. */
    public static final int LINE_LIMIT = 256;

    /** @param start the first bytes of the file */
    public static boolean isScript(ByteBuffer start) {
        return start.limit() >= 2 && start.get(0) == '#' && start.get(1) == '!';
    }

    /**
     * Reads the line. ENOEXEC where there is no interpreter, or its name may go on after the part that was read.
     *
     * @param start the first {@link #LINE_LIMIT} bytes of the file, or all of them
     */
    public static Script read(ByteBuffer start) {
        StringBuilder text = new StringBuilder(LINE_LIMIT);
        boolean complete = start.limit() < LINE_LIMIT;
        for (int i = 2; i < start.limit(); i++) {
            char c = (char) (start.get(i) & 0xff);
            if (c == '\n' || c == 0) {
                complete = true;
                break;
            }
            text.append(c);
        }
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        int nameEnd = from;
        while (nameEnd < to && !isBlank(text.charAt(nameEnd))) {
            nameEnd++;
        }
        if (nameEnd == from || nameEnd == to && !complete) {
            throw Errno.ENOEXEC.exception();
        }
        while (to > nameEnd && isBlank(text.charAt(to - 1))) {
            to--;
        }
        int argument = nameEnd;
        while (argument < to && isBlank(text.charAt(argument))) {
            argument++;
        }
        return new Script(text.substring(from, nameEnd), argument < to ? text.substring(argument, to) : null);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}

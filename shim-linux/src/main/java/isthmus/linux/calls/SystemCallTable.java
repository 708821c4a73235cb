package isthmus.linux.calls;

import java.util.Collection;
import java.util.List;

/** Every system call of Linux x86-64, collected from the topics' rows; throws while it is built if a number occurs twice. */
public final class SystemCallTable {
    private static final int LIMIT = 512;
    private final SystemCall[] byNumber = new SystemCall[LIMIT];

    public SystemCallTable(Collection<List<SystemCall>> topics) {
        for (List<SystemCall> rows : topics) {
            for (SystemCall row : rows) {
                if (byNumber[row.number()] != null) {
                    throw new IllegalStateException(
                            row.name() + " and " + byNumber[row.number()].name() + " have the same number");
                }
                byNumber[row.number()] = row;
            }
        }
    }

    /** The row, or null if there is none. */
    public SystemCall get(long number) {
        return number >= 0 && number < LIMIT ? byNumber[(int) number] : null;
    }
}

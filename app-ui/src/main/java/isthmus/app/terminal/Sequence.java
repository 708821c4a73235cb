package isthmus.app.terminal;

/**
 * A control sequence: prefix, parameters, intermediates and the last character. Parameters may have sub-parameters
 * (colons). Guarded by the terminal's lock.
 */
final class Sequence {
    private static final int LIMIT = 32;
    /** Larger values are cut: no row, column or count is larger. */
    private static final int MAXIMUM = 0xffff;

    private static final int EMPTY = -1;

    private final int[] values = new int[LIMIT];
    /** Bit i: parameter i is a sub-parameter of the one before it. */
    private int subordinate;

    private int count;
    private int prefix;
    private int intermediates;
    private char end;

    void clear() {
        count = 1;
        values[0] = EMPTY;
        subordinate = 0;
        prefix = 0;
        intermediates = 0;
        end = 0;
    }

    /** Takes a byte between 0x20 and 0x3f. False: no such sequence can be meant. */
    boolean add(int b) {
        if (b < 0x30) {
            intermediate(b);
            return true;
        }
        if (intermediates != 0) {
            return false;
        }
        if (b <= '9') {
            int value = Math.max(values[count - 1], 0);
            values[count - 1] = Math.min(value * 10 + b - '0', MAXIMUM);
        } else if (b <= ';') {
            if (count == LIMIT) {
                return false;
            }
            if (b == ':') {
                subordinate |= 1 << count;
            }
            values[count++] = EMPTY;
        } else {
            if (count > 1 || values[0] != EMPTY || prefix != 0) {
                return false;
            }
            prefix = b;
        }
        return true;
    }

    void intermediate(int b) {
        // More than two are no sequence that there is; the value then fits none either.
        intermediates = intermediates > 0xffff ? intermediates : intermediates << 8 | b;
    }

    void end(char last) {
        end = last;
    }

    /** '?', '>', '=', '<' or 0. */
    int prefix() {
        return prefix;
    }

    /** The bytes between parameters and end, the first in the highest place; 0 if none. */
    int intermediates() {
        return intermediates;
    }

    char end() {
        return end;
    }

    /** At least 1. */
    int count() {
        return count;
    }

    /** The parameter, or {@code absent} if it is left out or empty. */
    int get(int index, int absent) {
        return index >= count || values[index] == EMPTY ? absent : values[index];
    }

    /** A count: left out and 0 both mean 1. */
    int number(int index) {
        return Math.max(get(index, 1), 1);
    }

    boolean isSubordinate(int index) {
        return index < count && (subordinate >> index & 1) != 0;
    }
}

package isthmus.core.patch;

import java.util.Arrays;
import java.util.List;

/**
 * Instructions of the guest that run at another place. Immutable. Each mark says what the guest would see at a place in
 * the copy, up to the next mark: its own instruction pointer, and a register and the stack pointer that are off by an amount meanwhile.
 */
final class CodeCopy {
    /** No register is off. */
    static final int NOTHING = -1;

    /** A mark is packed: the place in the copy, whether an instruction starts there, and where in the guest that is. */
    private static final int GUEST_BITS = 13, IS_FAR = 1 << GUEST_BITS, IS_START = IS_FAR << 1, AT = GUEST_BITS + 2;

    private static final int GUEST = IS_FAR - 1;
    /** Fields of an element of {@link #off}: the mark's number, and what is off. */
    private static final int NUMBER = 0, REGISTER = 1, AMOUNT = 2, STACK = 3, SAVED = 4, FIELDS = 5;

    /**
     * What the guest would see from a place in the copy on.
     *
     * @param at the place, from the copy's start; less than 65536
     * @param guest its instruction pointer
     * @param starts whether its instruction starts there
     * @param register that is off, numbered as in the instruction encoding, or {@link #NOTHING}
     * @param amount to add to that register
     * @param stack to add to the stack pointer
     * @param saved how far from the stack pointer rax lies; 0 if it is in its place
     */
    record Mark(int at, long guest, boolean starts, int register, int amount, int stack, int saved) {
        boolean isOff() {
            return register != NOTHING || stack != 0 || saved != 0;
        }
    }

    /** Says where an instruction of the guest runs. */
    interface EntryAction {
        void accept(long guest, long place);
    }

    final long start;
    /** Null once it has been written. */
    final byte[] code;

    private final int length;
    /** Where the guest's bytes lie that are in it. */
    private final long from;

    private final long to;
    private final int[] marks;
    /** The byte at each mark. */
    private final byte[] bytes;
    /** Where marks are whose instruction pointer is not among the guest's bytes. */
    private final long[] far;
    /** For marks at which anything is off, {@link #FIELDS} each. */
    private final int[] off;

    /** @param marks in their order */
    CodeCopy(long start, byte[] code, long from, long to, List<Mark> marks) {
        this.start = start;
        this.code = code;
        this.length = code.length;
        this.from = from;
        this.to = to;
        this.marks = new int[marks.size()];
        this.bytes = new byte[marks.size()];
        this.far = marks.stream()
                .mapToLong(Mark::guest)
                .filter(this::isFar)
                .distinct()
                .sorted()
                .toArray();
        this.off = new int[FIELDS * (int) marks.stream().filter(Mark::isOff).count()];
        int next = 0;
        for (int i = 0; i < this.marks.length; i++) {
            Mark mark = marks.get(i);
            int guest = isFar(mark.guest) ? IS_FAR | Arrays.binarySearch(far, mark.guest) : (int) (mark.guest - from);
            this.marks[i] = mark.at << AT | (mark.starts ? IS_START : 0) | guest;
            this.bytes[i] = mark.at < length ? code[mark.at] : 0;
            if (mark.isOff()) {
                int[] fields = {i, mark.register, mark.amount, mark.stack, mark.saved};
                System.arraycopy(fields, 0, off, next, FIELDS);
                next += FIELDS;
            }
        }
    }

    private CodeCopy(CodeCopy other) {
        start = other.start;
        code = null;
        length = other.length;
        from = other.from;
        to = other.to;
        marks = other.marks;
        bytes = other.bytes;
        far = other.far;
        off = other.off;
    }

    /** The same without its code, which is in the guest's memory now. */
    CodeCopy written() {
        return new CodeCopy(this);
    }

    private boolean isFar(long guest) {
        return guest < from || guest - from > GUEST;
    }

    int length() {
        return length;
    }

    long end() {
        return start + length;
    }

    boolean contains(long rip) {
        return rip >= start && rip <= end();
    }

    /** Whether it depends on the guest's bytes in a range. */
    boolean isOf(long rangeStart, long rangeEnd) {
        return from < rangeEnd && rangeStart < to;
    }

    /** Says where instructions of the guest start. */
    void forEachEntry(EntryAction action) {
        for (int mark : marks) {
            if ((mark & IS_START) != 0) {
                action.accept(guestAt(mark), start + (mark >>> AT));
            }
        }
    }

    /** Where instructions of the copy start, at least one for each of the guest's. */
    long[] boundaries() {
        return Arrays.stream(marks)
                .mapToLong(mark -> start + (mark >>> AT))
                .distinct()
                .toArray();
    }

    /** The byte at one of the {@link #boundaries}, as it was made; none at the copy's end. */
    byte[] byteAt(long boundary) {
        return boundary < end() ? new byte[] {bytes[mark(boundary)]} : new byte[0];
    }

    private int mark(long rip) {
        int offset = (int) (rip - start);
        int low = 0;
        int high = marks.length;
        while (low < high) { // the first one behind the place
            int middle = low + high >>> 1;
            if (marks[middle] >>> AT <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    private long guestAt(int mark) {
        return (mark & IS_FAR) != 0 ? far[mark & GUEST] : from + (mark & GUEST);
    }

    private int offAt(long rip, int field, int otherwise) {
        int mark = mark(rip);
        for (int i = 0; i < off.length; i += FIELDS) {
            if (off[i + NUMBER] == mark) {
                return off[i + field];
            }
        }
        return otherwise;
    }

    /** The guest's instruction pointer for a place in the copy. */
    long guestAddress(long rip) {
        return guestAt(marks[mark(rip)]);
    }

    /** The register, numbered as in the instruction encoding, that is off there, or {@link #NOTHING}. */
    int register(long rip) {
        return offAt(rip, REGISTER, NOTHING);
    }

    /** What must be added to that register. */
    int amount(long rip) {
        return offAt(rip, AMOUNT, 0);
    }

    /** What must be added to the stack pointer, besides. */
    int stack(long rip) {
        return offAt(rip, STACK, 0);
    }

    /** How far from the stack pointer the guest's rax lies; 0 if it is in its place. */
    int saved(long rip) {
        return offAt(rip, SAVED, 0);
    }
}

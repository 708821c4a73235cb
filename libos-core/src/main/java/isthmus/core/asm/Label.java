package isthmus.core.asm;

/**
 * A place in the code of one {@link Assembler}. It may be used before it is bound; {@link Assembler#finish()} fails when
 * a used label was never bound. Not thread-safe.
 */
public final class Label {
    private static final int UNBOUND = -1;

    private final String name;
    private CodeBuffer owner;
    private int position = UNBOUND;

    /** An unbound label; the name appears in error messages only and need not be unique. */
    public Label(String name) {
        this.name = name;
    }

    /** Whether the label has a place already. */
    public boolean isBound() {
        return position != UNBOUND;
    }

    void bind(CodeBuffer buffer, int at) {
        if (isBound()) {
            throw new IllegalStateException("label bound twice: " + name);
        }
        owner = buffer;
        position = at;
    }

    /** The offset in bytes from the start of the code of {@code buffer}. */
    int position(CodeBuffer buffer) {
        if (!isBound()) {
            throw new IllegalStateException("label not bound: " + name);
        }
        if (owner != buffer) {
            throw new IllegalStateException("label of another assembler: " + name);
        }
        return position;
    }

    @Override
    public String toString() {
        return name;
    }
}

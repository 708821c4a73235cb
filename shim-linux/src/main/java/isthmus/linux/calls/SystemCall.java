package isthmus.linux.calls;

import java.util.List;

/**
 * A row of the system call table.
 *
 * @param number in {@code asm/unistd_64.h}
 * @param name as in the manual
 * @param support how well it is supported
 * @param note what is missing or special; may be empty
 * @param arguments their meanings, in order
 * @param handler what carries it out; null exactly for {@link Support#NONE}
 */
public record SystemCall(
        int number, String name, Support support, String note, List<ArgType> arguments, Handler handler) {
    public SystemCall {
        if ((handler == null) != (support == Support.NONE)) {
            throw new IllegalArgumentException(name + ": a handler, or support level NONE");
        }
        if (support != Support.FULL && support != Support.NONE && note.isEmpty()) {
            throw new IllegalArgumentException(name + ": a note must say what is missing, or why that does not matter");
        }
    }

    /** A call that is fully supported. */
    public static SystemCall full(int number, String name, Handler handler, ArgType... arguments) {
        return new SystemCall(number, name, Support.FULL, "", List.of(arguments), handler);
    }

    public static SystemCall partial(int number, String name, String note, Handler handler, ArgType... arguments) {
        return new SystemCall(number, name, Support.PARTIAL, note, List.of(arguments), handler);
    }

    public static SystemCall refused(
            int number, String name, isthmus.core.Errno errno, String note, ArgType... arguments) {
        return new SystemCall(
                number,
                name,
                Support.REFUSED,
                errno.name() + ": " + note,
                List.of(arguments),
                (task, args) -> errno.result());
    }

    /** @param note why programs that ask for it do well without */
    public static SystemCall unneeded(int number, String name, String note, ArgType... arguments) {
        return new SystemCall(
                number,
                name,
                Support.UNNEEDED,
                note,
                List.of(arguments),
                (task, args) -> isthmus.core.Errno.ENOSYS.result());
    }

    public static SystemCall none(int number, String name, ArgType... arguments) {
        return new SystemCall(number, name, Support.NONE, "", List.of(arguments), null);
    }
}

package isthmus.linux.trace;

import isthmus.core.ErrnoException;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.calls.ArgType;
import isthmus.linux.calls.Args;
import isthmus.linux.task.Task;

/** Copies what the arguments of a call point to, as far as it will be shown, when the call happens. */
final class Capture {
    /** Bytes of a buffer that are shown, and one to know whether there are more. */
    static final int BUFFER = 32;

    /** Bytes of a {@code struct sembuf} and of a {@code struct futex_waitv}. */
    static final int OPERATION = 6, WORD = 24;

    /** Of a {@code struct stat}: up to its size. */
    private static final int STAT = 56;

    static final int PATH = 4096;
    private static final int STRING = 256, VECTOR = 16;
    private static final int PAGE = 4096;
    /** Most paths are no longer. */
    private static final int SHORT = 64;

    private Capture() {}

    /** What the kernel reads. */
    static void atEntry(Task task, CapturePlan plan, Args args, RecordBuilder record) {
        if (plan.entry().length > 0 && task.addressSpace() != null) {
            for (int index : plan.entry()) {
                copy(task.memory(), plan.types()[index], index, args, 0, record);
            }
        }
    }

    /** What it wrote ({@code result} bytes of a buffer). */
    static void atExit(Task task, CapturePlan plan, Args args, long result, RecordBuilder record) {
        if (plan.exit().length > 0 && task.addressSpace() != null) {
            for (int index : plan.exit()) {
                copy(task.memory(), plan.types()[index], index, args, result, record);
            }
        }
    }

    static boolean isOutput(ArgType type) {
        return switch (type) {
            case BUFFER_OUT, TIMESPEC_OUT, TIMEVAL_OUT, STAT_OUT, PIPE_FDS, RLIMIT_OUT, WAIT_STATUS -> true;
            case QUEUE_MESSAGE_OUT, MQ_ATTRIBUTES_OUT, UNSIGNED_OUT, SIGNAL_SET_OUT, SIGNAL_ACTION_OUT -> true;
            default -> false;
        };
    }

    /** Whether anything of what it points to is shown. */
    static boolean isCaptured(ArgType type) {
        return type == ArgType.PATH
                || type == ArgType.STRING
                || type == ArgType.STRING_VECTOR
                || size(type, Integer.MAX_VALUE, Integer.MAX_VALUE) > 0;
    }

    /** Bytes of what is no string; 0 if nothing is shown. {@code next} is the argument behind it. */
    private static int size(ArgType type, long next, long result) {
        return switch (type) {
            case BUFFER_IN -> most(next, BUFFER + 1);
            case BUFFER_OUT -> most(result, BUFFER + 1);
            case TIMESPEC_IN, TIMESPEC_OUT, TIMEVAL_IN, TIMEVAL_OUT, RLIMIT_IN, RLIMIT_OUT -> 16;
            case STAT_OUT -> STAT;
            case PIPE_FDS, SIGNAL_SET, SIGNAL_SET_OUT -> 8;
            case WAIT_STATUS, UNSIGNED_OUT -> Integer.BYTES;
            case SIGNAL_ACTION, SIGNAL_ACTION_OUT -> 32;
            case SEMAPHORE_OPERATIONS -> OPERATION * most(next, VECTOR);
            case QUEUE_MESSAGE_IN -> Long.BYTES + most(next, BUFFER + 1);
            case QUEUE_MESSAGE_OUT -> Long.BYTES + most(result, BUFFER + 1);
            case MQ_ATTRIBUTES_IN, MQ_ATTRIBUTES_OUT, SIGEVENT_IN -> 64;
            case FUTEX_WORDS -> WORD * most(next, VECTOR);
            default -> 0;
        };
    }

    private static int most(long count, int limit) {
        return (int) Math.max(0, Math.min(count, limit));
    }

    private static void copy(
            GuestMemory memory, ArgType type, int index, Args args, long result, RecordBuilder record) {
        long address = args.n(index);
        if (address == 0) {
            return;
        }
        try {
            switch (type) {
                case PATH -> string(memory, address, PATH, index, record);
                case STRING -> string(memory, address, STRING, index, record);
                case STRING_VECTOR -> record.addMemory(index, vector(memory, address, record.bytes()));
                default ->
                    record.addMemory(index, memory, address, size(type, index < 5 ? args.n(index + 1) : 0, result));
            }
        } catch (ErrnoException e) {
            // The address is bad: it is shown as a number, which is what a record without its memory means.
            return;
        }
    }

    private static void string(GuestMemory memory, long address, int limit, int index, RecordBuilder record) {
        int length = string(memory, address, limit, record.bytes(), 0);
        if (length >= 0) {
            record.addMemory(index, length);
        }
    }

    /** Bytes up to a NUL, bad memory or the limit, put at {@code offset}; how many, or -1 if the first is bad. */
    private static int string(GuestMemory memory, long address, int limit, byte[] target, int offset) {
        int length = 0;
        try {
            while (length < limit) {
                long at = address + length;
                int count =
                        Math.min(Math.min(length == 0 ? SHORT : PAGE, limit - length), PAGE - (int) (at & PAGE - 1));
                memory.read(at, target, offset + length, count);
                for (int end = length + count; length < end; length++) {
                    if (target[offset + length] == 0) {
                        return length;
                    }
                }
            }
        } catch (ErrnoException e) {
            return length == 0 ? -1 : length;
        }
        return length;
    }

    /** The strings of argv, a NUL behind each. */
    private static int vector(GuestMemory memory, long address, byte[] target) {
        int length = 0;
        for (int i = 0; i < VECTOR; i++) {
            long pointer = memory.readLong(address + 8L * i);
            if (pointer == 0) {
                break;
            }
            int count = string(memory, pointer, STRING, target, length);
            if (count < 0) {
                target[length] = '?';
                count = 1;
            }
            length += count;
            target[length++] = 0;
        }
        return length;
    }
}

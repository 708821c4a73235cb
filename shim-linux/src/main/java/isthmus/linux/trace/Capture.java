package isthmus.linux.trace;

import isthmus.core.ErrnoException;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.calls.ArgType;
import isthmus.linux.calls.Args;
import isthmus.linux.calls.SystemCall;
import isthmus.linux.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Copies what the arguments of a call point to, as far as it will be shown, when the call happens. */
final class Capture {
    /** Bytes of a buffer that are shown, and one to know whether there are more. */
    static final int BUFFER = 32;

    /** Bytes of a {@code struct sembuf} and of a {@code struct futex_waitv}. */
    static final int OPERATION = 6, WORD = 24;

    private static final int PATH = 4096, STRING = 256, VECTOR = 16;

    private Capture() {}

    static long[] registers(Args args) {
        long[] values = new long[6];
        for (int i = 0; i < 6; i++) {
            values[i] = args.n(i);
        }
        return values;
    }

    /** At the entry what the kernel reads, at the exit what it wrote ({@code result} bytes of a buffer). */
    static byte[][] memory(Task task, SystemCall call, long[] values, boolean exit, long result) {
        if (call == null || task.addressSpace() == null) {
            return new byte[0][];
        }
        List<ArgType> types = call.arguments();
        byte[][] copies = new byte[types.size()][];
        for (int i = 0; i < copies.length; i++) {
            boolean output = isOutput(types.get(i));
            if (values[i] != 0 && output == exit && (!exit || result >= 0)) {
                copies[i] = copy(task.memory(), types.get(i), values[i], i + 1 < 6 ? values[i + 1] : 0, result);
            }
        }
        return copies;
    }

    static boolean isOutput(ArgType type) {
        return switch (type) {
            case BUFFER_OUT, TIMESPEC_OUT, TIMEVAL_OUT, STAT_OUT, PIPE_FDS, RLIMIT_OUT, WAIT_STATUS -> true;
            case QUEUE_MESSAGE_OUT, MQ_ATTRIBUTES_OUT, UNSIGNED_OUT -> true;
            default -> false;
        };
    }

    private static byte[] copy(GuestMemory memory, ArgType type, long address, long next, long result) {
        try {
            return switch (type) {
                case PATH -> string(memory, address, PATH);
                case STRING -> string(memory, address, STRING);
                case STRING_VECTOR -> vector(memory, address);
                case BUFFER_IN -> memory.readBytes(address, (int) Math.max(0, Math.min(BUFFER + 1, next)));
                case BUFFER_OUT -> memory.readBytes(address, (int) Math.min(BUFFER + 1, result));
                case TIMESPEC_IN, TIMESPEC_OUT, TIMEVAL_IN, TIMEVAL_OUT, RLIMIT_IN, RLIMIT_OUT ->
                    memory.readBytes(address, 16);
                case STAT_OUT -> memory.readBytes(address, 144);
                case PIPE_FDS, SIGNAL_SET -> memory.readBytes(address, 8);
                case WAIT_STATUS -> memory.readBytes(address, 4);
                case SIGNAL_ACTION -> memory.readBytes(address, 32);
                case SEMAPHORE_OPERATIONS -> memory.readBytes(address, OPERATION * most(next, VECTOR));
                case QUEUE_MESSAGE_IN -> memory.readBytes(address, Long.BYTES + most(next, BUFFER + 1));
                case QUEUE_MESSAGE_OUT -> memory.readBytes(address, Long.BYTES + most(result, BUFFER + 1));
                case MQ_ATTRIBUTES_IN, MQ_ATTRIBUTES_OUT, SIGEVENT_IN -> memory.readBytes(address, 64);
                case UNSIGNED_OUT -> memory.readBytes(address, Integer.BYTES);
                case FUTEX_WORDS -> memory.readBytes(address, WORD * most(next, VECTOR));
                default -> null;
            };
        } catch (ErrnoException e) {
            return null; // the address is bad: it is shown as a number
        }
    }

    private static int most(long count, int limit) {
        return (int) Math.max(0, Math.min(count, limit));
    }

    private static byte[] string(GuestMemory memory, long address, int limit) {
        byte[] bytes = new byte[limit];
        int length = 0;
        try {
            while (length < limit) {
                byte b = memory.readByte(address + length);
                if (b == 0) {
                    break;
                }
                bytes[length++] = b;
            }
        } catch (ErrnoException e) {
            if (length == 0) {
                return null;
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    /** The strings of argv, a NUL behind each. */
    private static byte[] vector(GuestMemory memory, long address) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < VECTOR; i++) {
            long pointer = memory.readLong(address + 8L * i);
            if (pointer == 0) {
                break;
            }
            byte[] string = string(memory, pointer, STRING);
            all.append(string == null ? "?" : new String(string, StandardCharsets.ISO_8859_1))
                    .append('\0');
        }
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}

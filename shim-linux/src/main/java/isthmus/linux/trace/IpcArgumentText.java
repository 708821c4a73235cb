package isthmus.linux.trace;

import static isthmus.linux.trace.Names.table;

import isthmus.linux.calls.ArgType;
import isthmus.linux.trace.Names.Flag;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Arguments of the calls for inter-process communication, and of futex_waitv(2), as strace shows them. */
final class IpcArgumentText {
    private static final Flag[] GET = table("IPC_CREAT 01000 IPC_EXCL 02000");
    private static final Flag[] CONTROL = table("IPC_RMID 0 IPC_SET 1 IPC_STAT 2 IPC_INFO 3");
    private static final Flag[] SEMAPHORE =
            table("GETPID 11 GETVAL 12 GETALL 13 GETNCNT 14 GETZCNT 15 SETVAL 16 SETALL 17"
                    + " SEM_STAT 18 SEM_INFO 19 SEM_STAT_ANY 20");
    private static final Flag[] QUEUE = table("MSG_STAT 11 MSG_INFO 12 MSG_STAT_ANY 13");
    private static final Flag[] SEGMENT = table("SHM_LOCK 11 SHM_UNLOCK 12 SHM_STAT 13 SHM_INFO 14 SHM_STAT_ANY 15");
    private static final Flag[] OPERATION = table("SEM_UNDO 0x1000 IPC_NOWAIT 04000");
    private static final Flag[] MESSAGE =
            table("MSG_NOERROR 010000 MSG_EXCEPT 020000 MSG_COPY 040000 IPC_NOWAIT 04000");
    private static final Flag[] ATTACH = table("SHM_RDONLY 010000 SHM_RND 020000 SHM_REMAP 040000 SHM_EXEC 0100000");
    private static final Flag[] EVENT = table("SIGEV_SIGNAL 0 SIGEV_NONE 1 SIGEV_THREAD 2 SIGEV_THREAD_ID 4");
    private static final Flag[] WORD = table("FUTEX_PRIVATE_FLAG 128");
    private static final Flag[] STATUS = table("O_NONBLOCK 04000");

    private IpcArgumentText() {}

    /** Null if it is none of those. */
    static String number(ArgType type, long value) {
        int low = (int) value;
        return switch (type) {
            case IPC_KEY -> low == 0 ? "IPC_PRIVATE" : Names.hex(value & 0xffff_ffffL);
            case IPC_FLAGS -> get(low);
            case SEMAPHORE_COMMAND -> command(low, SEMAPHORE);
            case QUEUE_COMMAND -> command(low, QUEUE);
            case SEGMENT_COMMAND -> command(low, SEGMENT);
            case QUEUE_FLAGS -> Names.flags(value & 0xffff_ffffL, "0", MESSAGE);
            case SEGMENT_FLAGS -> Names.flags(value & 0xffff_ffffL, "0", ATTACH);
            default -> null;
        };
    }

    private static String get(int flags) {
        String names = Names.flags(flags & 03000, "", GET);
        String mode = Integer.toOctalString(flags & ~03000);
        String padded = flags == 0 ? "000" : "0" + mode;
        return names.isEmpty() ? padded : names + "|" + padded;
    }

    private static String command(int value, Flag[] own) {
        for (Flag flag : own) {
            if (flag.bits() == value) {
                return flag.name();
            }
        }
        return Names.value(value, CONTROL);
    }

    /** Null if it is none of those. */
    static String memory(ArgType type, byte[] memory) {
        ByteBuffer b = ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN);
        return switch (type) {
            case SEMAPHORE_OPERATIONS -> operations(b);
            case QUEUE_MESSAGE_IN, QUEUE_MESSAGE_OUT -> message(memory, b.getLong(0));
            case MQ_ATTRIBUTES_IN, MQ_ATTRIBUTES_OUT ->
                "{mq_flags=" + Names.flags(b.getLong(0), "0", STATUS) + ", mq_maxmsg=" + b.getLong(8) + ", mq_msgsize="
                        + b.getLong(16) + ", mq_curmsgs=" + b.getLong(24) + "}";
            case SIGEVENT_IN ->
                "{sigev_value={sival_int=" + b.getInt(0) + ", sival_ptr=" + Names.pointer(b.getLong(0))
                        + "}, sigev_signo=" + Names.signal(b.getInt(8)) + ", sigev_notify="
                        + Names.value(b.getInt(12), EVENT) + "}";
            case UNSIGNED_OUT -> "[" + Integer.toUnsignedString(b.getInt(0)) + "]";
            case FUTEX_WORDS -> words(b);
            default -> null;
        };
    }

    private static String operations(ByteBuffer b) {
        StringBuilder text = new StringBuilder("[");
        while (b.remaining() >= Capture.OPERATION) {
            text.append(text.length() == 1 ? "" : ", ").append("{sem_num=").append(b.getShort() & 0xffff);
            text.append(", sem_op=").append(b.getShort());
            text.append(", sem_flg=").append(Names.flags(b.getShort() & 0xffff, "0", OPERATION));
            text.append('}');
        }
        return text.append(']').toString();
    }

    private static String message(byte[] memory, long type) {
        byte[] text = Arrays.copyOfRange(memory, Long.BYTES, memory.length);
        return "{mtype=" + type + ", mtext=" + ArgumentText.buffer(text) + "}";
    }

    private static String words(ByteBuffer b) {
        StringBuilder text = new StringBuilder("[");
        while (b.remaining() >= Capture.WORD) {
            text.append(text.length() == 1 ? "" : ", ").append("{val=").append(Names.hex(b.getLong()));
            text.append(", uaddr=").append(Names.pointer(b.getLong()));
            long flags = b.getInt() & 0xffff_ffffL;
            text.append(", flags=FUTEX_").append(8 << (flags & 3));
            String more = Names.flags(flags & ~3L, "", WORD);
            text.append(more.isEmpty() ? "" : "|").append(more).append('}');
            b.getInt();
        }
        return text.append(']').toString();
    }
}

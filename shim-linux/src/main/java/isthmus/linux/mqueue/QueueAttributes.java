package isthmus.linux.mqueue;

import isthmus.core.Errno;
import isthmus.linux.ipc.IpcLimits;
import isthmus.linux.ipc.IpcLimits.Limit;

/**
 * How large a queue may become (mq_getattr(3)).
 *
 * @param messages at most
 * @param bytes in a message, at most
 */
public record QueueAttributes(long messages, long bytes) {
    /** HARD_MSGMAX and HARD_MSGSIZEMAX: what even CAP_SYS_RESOURCE cannot exceed. */
    private static final long HARD_MESSAGES = 65_536, HARD_BYTES = 16L << 20;
    /** Bytes of Linux's {@code struct msg_msg} and {@code struct posix_msg_tree_node}. */
    private static final long PER_MESSAGE = 48, PER_PRIORITY = 48;

    /** For who does not say. */
    static QueueAttributes usual(IpcLimits limits) {
        return new QueueAttributes(
                Math.min(limits.get(Limit.MQ_MSG_MAX), limits.get(Limit.MQ_MSG_DEFAULT)),
                Math.min(limits.get(Limit.MQ_MSGSIZE_MAX), limits.get(Limit.MQ_MSGSIZE_DEFAULT)));
    }

    /** EINVAL. */
    void check(IpcLimits limits, boolean privileged) {
        long mostMessages = privileged ? HARD_MESSAGES : limits.get(Limit.MQ_MSG_MAX);
        long mostBytes = privileged ? HARD_BYTES : limits.get(Limit.MQ_MSGSIZE_MAX);
        if (messages <= 0 || bytes <= 0 || messages > mostMessages || bytes > mostBytes) {
            throw Errno.EINVAL.exception();
        }
    }

    /** What RLIMIT_MSGQUEUE counts (getrlimit(2)). */
    long cost() {
        return messages * PER_MESSAGE + Math.min(messages, PosixQueue.PRIORITIES) * PER_PRIORITY + messages * bytes;
    }
}

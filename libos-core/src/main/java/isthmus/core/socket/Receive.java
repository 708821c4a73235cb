package isthmus.core.socket;

import isthmus.core.files.OpenFile;
import java.util.ArrayList;
import java.util.List;

/**
 * One recv(2) under way: what is asked for, and what came. An attempt that has to wait says EAGAIN and may be repeated.
 * The references in {@link #files()} belong to whoever made this.
 */
public final class Receive {
    /** Where the bytes go. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Called with the socket locked; EFAULT.
         *
         * @param at how many bytes of the target come before
         */
        void put(long at, byte[] bytes, int offset, int count);
    }

    final long length;
    final int flags;
    final Sink sink;
    final List<OpenFile> files = new ArrayList<>(0);
    long copied;
    int messageFlags;
    UnixSocket from;
    Ucred credentials;
    /** Whether {@link #credentials} are set, so that bytes of another sender do not join. */
    boolean identified;

    /** @param flags MSG_PEEK, MSG_TRUNC, MSG_WAITALL, MSG_DONTWAIT of {@link SocketType}; others mean nothing here */
    public Receive(long length, int flags, Sink sink) {
        this.length = length;
        this.flags = flags;
        this.sink = sink;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Bytes that went to the sink. */
    public long copied() {
        return copied;
    }

    /** MSG_TRUNC, if a datagram was longer than there was room. */
    public int messageFlags() {
        return messageFlags;
    }

    /** The sender's present address; null if nothing came. */
    public UnixAddress from() {
        return from == null ? null : from.address();
    }

    /** The sender; {@link Ucred#NONE} if unknown. */
    public Ucred credentials() {
        return credentials == null ? Ucred.NONE : credentials;
    }

    /** Files that came along, each retained for the receiver. */
    public List<OpenFile> files() {
        return files;
    }
}

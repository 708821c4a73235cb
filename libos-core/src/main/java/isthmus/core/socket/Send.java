package isthmus.core.socket;

import isthmus.core.files.OpenFile;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One send(2) under way: what is to be sent, and how much has been. An attempt that cannot go on says EAGAIN and may be
 * repeated; {@link #close} drops what was not sent.
 */
public final class Send implements AutoCloseable {
    /** Where the bytes come from. */
    @FunctionalInterface
    public interface Source {
        /** The next {@code count} bytes in an array of their own; EFAULT. */
        byte[] take(int count);
    }

    final long length;
    final Source source;
    final Ucred self;
    private final Ucred explicit;
    private List<OpenFile> files;
    private byte[] taken;
    long sent;

    /**
     * @param self the sender's process
     * @param explicit what SCM_CREDENTIALS says instead, or null
     * @param files of SCM_RIGHTS; their references pass to this
     */
    public Send(long length, Source source, Ucred self, Ucred explicit, List<OpenFile> files) {
        this.length = length;
        this.source = source;
        this.self = self;
        this.explicit = explicit;
        this.files = files;
    }

    /** For a {@link Source} whose bytes are at hand. */
    static byte[] next(ByteBuffer source, int count) {
        byte[] bytes = new byte[count];
        source.get(bytes);
        return bytes;
    }

    /** Bytes that are on their way. */
    public long sent() {
        return sent;
    }

    /** The credentials to attach, given whether a side wants them. */
    Ucred credentials(boolean wanted) {
        return explicit != null ? explicit : wanted ? self : null;
    }

    /** The next bytes; the same again if they were not sent. */
    byte[] data(int count) {
        if (taken == null || taken.length != count) {
            taken = source.take(count);
        }
        return taken;
    }

    List<OpenFile> files() {
        return files;
    }

    /** What was attached to a message is the message's. */
    void passed(int count) {
        sent += count;
        taken = null;
        files = List.of();
    }

    @Override
    public void close() {
        List<OpenFile> left = files;
        files = List.of();
        left.forEach(OpenFile::release);
    }
}

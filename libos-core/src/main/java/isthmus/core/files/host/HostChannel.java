package isthmus.core.files.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** An open host file with a count of holders: an open file of a guest, a mapping. */
final class HostChannel {
    private final FileChannel channel;
    private final boolean writable;
    private final AtomicInteger holders = new AtomicInteger(1);

    private HostChannel(FileChannel channel, boolean writable) {
        this.channel = channel;
        this.writable = writable;
    }

    /** Opens an existing file, which must not be a link. */
    static HostChannel open(Path path, boolean writable) throws IOException {
        Set<OpenOption> options = new HashSet<>(Set.of(LinkOption.NOFOLLOW_LINKS, StandardOpenOption.READ));
        if (writable) {
            options.add(StandardOpenOption.WRITE);
        }
        return new HostChannel(FileChannel.open(path, options), writable);
    }

    /** Opens for writing what may not be read. */
    static HostChannel openWriteOnly(Path path) throws IOException {
        return new HostChannel(
                FileChannel.open(path, Set.of(LinkOption.NOFOLLOW_LINKS, StandardOpenOption.WRITE)), true);
    }

    /** Makes a file that must not exist. */
    static HostChannel create(Path path, FileAttribute<?>... attributes) throws IOException {
        Set<OpenOption> options = Set.of(
                LinkOption.NOFOLLOW_LINKS,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE_NEW);
        return new HostChannel(FileChannel.open(path, options, attributes), true);
    }

    FileChannel file() {
        return channel;
    }

    boolean isWritable() {
        return writable;
    }

    HostChannel retain() {
        holders.incrementAndGet();
        return this;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            try {
                channel.close();
            } catch (IOException e) {
                throw HostErrors.exception(e);
            }
        }
    }
}

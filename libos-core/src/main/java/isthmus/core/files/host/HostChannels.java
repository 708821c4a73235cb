package isthmus.core.files.host;

import isthmus.core.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Open host files of a read-only base, a bounded number of them: opening costs more than most reads. The monitor guards
 * the map and the counts of users; files are opened and read without it.
 */
final class HostChannels {
    private static final int LIMIT = 128;

    private static final class Handle {
        final FileChannel channel;
        int users;
        boolean dropped;

        Handle(FileChannel channel) {
            this.channel = channel;
        }
    }

    /** Least recently used first. */
    private final Map<HostNode, Handle> handles = new LinkedHashMap<>(64, 0.75f, true);

    private boolean closed;

    /** Opens the file if it is not open; the host's refusal as an errno. */
    void prepare(HostNode node) {
        release(acquire(node));
    }

    int read(HostNode node, ByteBuffer target, long position) {
        Handle handle = acquire(node);
        try {
            return Math.max(0, handle.channel.read(target, position));
        } catch (IOException e) {
            throw HostErrors.exception(e);
        } finally {
            release(handle);
        }
    }

    private Handle acquire(HostNode node) {
        synchronized (this) {
            Handle handle = handles.get(node);
            if (handle != null) {
                handle.users++;
                return handle;
            }
        }
        Handle opened = new Handle(node.openChannel());
        opened.users = 1;
        synchronized (this) {
            Handle other = handles.get(node);
            if (other == null && !closed) {
                handles.put(node, opened);
                if (handles.size() > LIMIT) {
                    Iterator<Handle> eldest = handles.values().iterator();
                    Handle dropped = eldest.next();
                    eldest.remove();
                    drop(dropped);
                }
                return opened;
            }
            drop(opened);
            if (closed) {
                release(opened);
                throw Errno.EIO.exception();
            }
            opened.users = 0;
            closeIfUnused(opened);
            other.users++;
            return other;
        }
    }

    private synchronized void release(Handle handle) {
        handle.users--;
        closeIfUnused(handle);
    }

    private void drop(Handle handle) {
        handle.dropped = true;
        closeIfUnused(handle);
    }

    private static void closeIfUnused(Handle handle) {
        if (handle.dropped && handle.users == 0) {
            try {
                handle.channel.close();
            } catch (IOException e) {
                throw HostErrors.exception(e);
            }
        }
    }

    synchronized void close() {
        closed = true;
        for (Handle handle : handles.values()) {
            drop(handle);
        }
        handles.clear();
    }
}

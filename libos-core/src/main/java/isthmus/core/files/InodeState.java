package isthmus.core.files;

import java.util.ArrayList;
import java.util.List;

/** What the kernel keeps for an inode besides its file system: locks, inotify watches, a bound socket, a FIFO's pipe. */
public final class InodeState {
    private volatile FileLocks locks;
    private volatile Object attachment;
    /** Changed under this; copied on write. */
    private volatile List<FileEvents.Watch> watches = List.of();

    /** POSIX, OFD and flock locks of this file. */
    public FileLocks locks() {
        FileLocks current = locks;
        if (current == null) {
            synchronized (this) {
                if (locks == null) {
                    locks = new FileLocks();
                }
                current = locks;
            }
        }
        return current;
    }

    /** The same, null if nobody ever locked. */
    public FileLocks locksIfAny() {
        return locks;
    }

    /** The pipe of a FIFO or the listener bound to a socket's name; guarded by this object's monitor where set. */
    public Object attachment() {
        return attachment;
    }

    public void setAttachment(Object attachment) {
        this.attachment = attachment;
    }

    // --- watches ----------------------------------------------------------------------------------------------------

    public synchronized void addWatch(FileEvents.Watch watch) {
        List<FileEvents.Watch> copy = new ArrayList<>(watches);
        copy.add(watch);
        watches = copy;
    }

    public synchronized void removeWatch(FileEvents.Watch watch) {
        List<FileEvents.Watch> copy = new ArrayList<>(watches);
        copy.remove(watch);
        watches = copy.isEmpty() ? List.of() : copy;
    }

    boolean isWatched() {
        return !watches.isEmpty();
    }

    void tell(int mask, int cookie, String name) {
        for (FileEvents.Watch watch : watches) {
            watch.event(mask, cookie, name);
        }
    }

    void tellOfChild(int mask, String name, boolean unlinked) {
        for (FileEvents.Watch watch : watches) {
            if (!unlinked || watch.wantsUnlinked()) {
                watch.event(mask, 0, name);
            }
        }
    }

    /** IN_DELETE_SELF and IN_IGNORED, once: the watches are gone after that. */
    void tellDeleted() {
        List<FileEvents.Watch> told;
        synchronized (this) {
            told = watches;
            watches = List.of();
        }
        for (FileEvents.Watch watch : told) {
            watch.event(FileEvents.IN_DELETE_SELF, 0, null);
            watch.event(FileEvents.IN_IGNORED, 0, null);
        }
    }
}

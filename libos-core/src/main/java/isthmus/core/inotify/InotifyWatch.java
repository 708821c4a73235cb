package isthmus.core.inotify;

import isthmus.core.files.FileEvents;
import isthmus.core.files.Inode;

/** What one inotify instance wants to hear about one file. The mask is guarded by the instance's monitor where changed. */
final class InotifyWatch implements FileEvents.Watch {
    private final Inotify owner;
    private final Inode inode;
    private final int descriptor;
    private volatile int mask;

    InotifyWatch(Inotify owner, Inode inode, int descriptor, int mask) {
        this.owner = owner;
        this.inode = inode;
        this.descriptor = descriptor;
        this.mask = mask;
    }

    Inode inode() {
        return inode;
    }

    int descriptor() {
        return descriptor;
    }

    int mask() {
        return mask;
    }

    void setMask(int mask) {
        this.mask = mask;
    }

    @Override
    public void event(int events, int cookie, String name) {
        owner.event(this, events, cookie, name);
    }

    @Override
    public boolean wantsUnlinked() {
        return (mask & Inotify.IN_EXCL_UNLINK) == 0;
    }
}

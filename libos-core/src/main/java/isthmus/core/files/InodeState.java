package isthmus.core.files;

/** What the kernel keeps for an inode besides its file system: locks, inotify watches, a bound socket, a FIFO's pipe. */
public final class InodeState {
    private volatile FileLocks locks;
    private volatile Object attachment;

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

    /** The pipe of a FIFO or the listener bound to a socket's name; guarded by this object's monitor where set. */
    public Object attachment() {
        return attachment;
    }

    public void setAttachment(Object attachment) {
        this.attachment = attachment;
    }
}

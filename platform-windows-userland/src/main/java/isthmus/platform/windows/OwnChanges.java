package isthmus.platform.windows;

/**
 * Changes of a process's address space, made by a thread of it that has stopped: many with one hand-off, and without waiting
 * for Windows to switch between processes for each.
 */
final class OwnChanges implements GuestMap.Host {
    /** Gives a section's handle in the process. */
    interface Handles {
        long of(WindowsSegment segment);
    }

    private final WindowsGuestThread thread;
    private final Handles handles;
    private int count;

    OwnChanges(WindowsGuestThread thread, Handles handles) {
        this.thread = thread;
        this.handles = handles;
    }

    @Override
    public void map(View view) {
        long handle = handles.of((WindowsSegment) view.segment);
        long bytes = (long) view.blocks.length << 16;
        add(Layout.OP_MAP, handle, view.address(), (long) view.index << 16, bytes, Nt.PAGE_EXECUTE_READWRITE);
    }

    @Override
    public void unmap(View view) {
        add(Layout.OP_UNMAP, 0, view.address(), 0, 0, 0);
    }

    @Override
    public void protect(long address, long bytes, int protection) {
        add(Layout.OP_PROTECT, 0, address, 0, bytes, Changes.windows(protection));
    }

    private void add(int kind, long section, long address, long offset, long bytes, int protection) {
        if (count == Layout.OP_LIMIT) {
            run();
        }
        thread.putOperation(count, kind, section, address, offset, bytes, protection);
        count++;
    }

    /** Makes what has not been made yet; throws if Windows refuses it. */
    void run() {
        if (count > 0) {
            int status = thread.runOperations(count);
            count = 0;
            Changes.check(status, "change the memory", 0);
        }
    }
}

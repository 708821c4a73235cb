package isthmus.platform.windows;

/**
 * Changes of a process's address space, made by a thread of it that has stopped: many with one hand-off, and without waiting
 * for Windows to switch between processes for each. Single pages, which are rare, are left to who makes them from outside.
 */
final class OwnChanges implements GuestMap.Host {
    /** Gives a section's handle in the process. */
    interface Handles {
        long of(WindowsSegment segment);
    }

    private final WindowsGuestThread thread;
    private final Handles handles;
    private final Changes outside;
    private int count;
    /** What is in the slot. */
    private final int[] kinds = new int[Layout.OP_LIMIT];

    private final long[] addresses = new long[Layout.OP_LIMIT];

    OwnChanges(WindowsGuestThread thread, Handles handles, Changes outside) {
        this.thread = thread;
        this.handles = handles;
        this.outside = outside;
    }

    @Override
    public void map(View view) {
        if (view.showsSinglePages()) {
            run();
            outside.map(view);
            return;
        }
        long handle = handles.of((WindowsSegment) view.segment);
        add(Layout.OP_MAP, handle, view.address(), (long) view.index << 16, view.bytes(), Nt.PAGE_EXECUTE_READWRITE);
    }

    @Override
    public void unmap(View view) {
        if (view.showsSinglePages()) {
            run();
            outside.unmap(view);
        } else {
            add(Layout.OP_UNMAP, 0, view.address(), 0, 0, 0);
        }
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
        kinds[count] = kind;
        addresses[count] = address;
        count++;
    }

    /** Makes what has not been made yet; throws if Windows refuses it. */
    void run() {
        if (count > 0) {
            int ordered = count;
            count = 0;
            int status = thread.runOperations(ordered);
            if (status < 0) {
                int failed = thread.failedOperation(ordered);
                Changes.check(status, words(kinds[failed]), addresses[failed]);
            }
        }
    }

    private static String words(int kind) {
        return switch (kind) {
            case Layout.OP_MAP -> Changes.MAP;
            case Layout.OP_UNMAP -> Changes.UNMAP;
            default -> Changes.PROTECT;
        };
    }
}

package isthmus.core.south.mock;

import isthmus.core.south.GuestProcess;
import isthmus.core.south.GuestThread;
import isthmus.core.south.Platform;
import isthmus.core.south.Protection;
import isthmus.core.south.SharedSegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A guest process that keeps a list of its pages and lets a test access them as a guest would. Breaches of the
 * contract of {@link GuestProcess} are {@link IllegalStateException}s.
 */
public final class MockProcess implements GuestProcess {
    private static final int PAGE = 4096;

    /** A page of the guest: where it comes from and what is allowed. */
    public record Page(MockSegment segment, int offset, int protection) {}

    /** An access that the mappings do not allow. */
    public static final class AccessFault extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final long address;
        private final int access;
        private final boolean present;

        AccessFault(long address, int access, boolean present) {
            super("fault at " + Long.toHexString(address), null, false, false);
            this.address = address;
            this.access = access;
            this.present = present;
        }

        /** The same as the kernel gets to see it. */
        public isthmus.core.south.Fault fault() {
            int code = (present ? 1 : 0) | 4 | (access == Protection.WRITE ? 2 : access == Protection.EXEC ? 0x10 : 0);
            return new isthmus.core.south.Fault(
                    isthmus.core.south.Fault.PAGE_FAULT, code, address, 11, present ? 2 : 1);
        }
    }

    private final int granularity;
    private final Map<Long, Page> pages = new HashMap<>();
    private final List<Runnable> queue = new ArrayList<>();
    private final List<MockThread> threads = new ArrayList<>();
    private boolean alive = true;
    private int operations;
    private int flushes;

    MockProcess(int granularity) {
        this.granularity = granularity;
    }

    // --- the contract
    // -------------------------------------------------------------------------------------------------

    @Override
    public synchronized void map(long address, SharedSegment segment, int offset, long bytes, int protection) {
        check(address, bytes);
        require(offset >= 0 && offset % PAGE == 0 && offset + bytes <= Platform.SEGMENT_BYTES, "offset " + offset);
        require((address - offset) % granularity == 0, "not congruent: " + Long.toHexString(address) + " " + offset);
        queue.add(() -> {
            for (long at = 0; at < bytes; at += PAGE) {
                pages.put(address + at, new Page((MockSegment) segment, (int) (offset + at), protection));
            }
        });
    }

    @Override
    public synchronized void protect(long address, long bytes, int protection) {
        check(address, bytes);
        queue.add(() -> {
            for (long at = address; at < address + bytes; at += PAGE) {
                Page page = pages.get(at);
                require(page != null, "protect of nothing at " + Long.toHexString(at));
                pages.put(at, new Page(page.segment, page.offset, protection));
            }
        });
    }

    @Override
    public synchronized void unmap(long address, long bytes) {
        check(address, bytes);
        queue.add(() -> {
            if (bytes / PAGE > pages.size()) {
                pages.keySet().removeIf(page -> page >= address && page < address + bytes);
                return;
            }
            for (long at = address; at < address + bytes; at += PAGE) {
                pages.remove(at);
            }
        });
    }

    private void check(long address, long bytes) {
        require(alive, "process is gone");
        require(address > 0 && address % PAGE == 0 && bytes > 0 && bytes % PAGE == 0, "range");
        operations++;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }

    @Override
    public synchronized void flush() {
        flushes++;
        applyQueue();
    }

    /** What happens when a thread resumes. */
    public synchronized void applyQueue() {
        queue.forEach(Runnable::run);
        queue.clear();
        if (granularity > PAGE) {
            checkBlocks();
        }
    }

    /** With a coarse granularity, all pages of a block of the guest come from one block of one segment. */
    private void checkBlocks() {
        Map<Long, Page> firsts = new HashMap<>();
        pages.forEach((address, page) -> {
            Page first = firsts.putIfAbsent(address / granularity, page);
            require(
                    first == null
                            || first.segment == page.segment && first.offset / granularity == page.offset / granularity,
                    "two blocks at " + Long.toHexString(address));
        });
    }

    @Override
    public synchronized GuestThread newThread() {
        MockThread thread = new MockThread(this);
        threads.add(thread);
        return thread;
    }

    /** All threads that were ever made, in order. */
    public synchronized List<MockThread> threads() {
        return List.copyOf(threads);
    }

    @Override
    public synchronized boolean isAlive() {
        return alive;
    }

    @Override
    public synchronized void kill() {
        alive = false;
        notifyAll();
    }

    /** Returns when the process has ended. */
    synchronized void awaitEnd() {
        while (alive) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException("a kernel thread was interrupted", e);
            }
        }
    }

    @Override
    public synchronized void close() {
        alive = false;
        notifyAll();
        pages.clear();
        queue.clear();
    }

    // --- the guest's side
    // ---------------------------------------------------------------------------------------------

    /** The page at an address, or null; what is queued has not happened yet. */
    public synchronized Page page(long address) {
        return pages.get(address & -PAGE);
    }

    public synchronized int pageCount() {
        return pages.size();
    }

    /** How often map, protect and unmap were called. */
    public synchronized int operations() {
        return operations;
    }

    public synchronized int flushes() {
        return flushes;
    }

    /** Reads a byte as the guest does; {@link AccessFault}. */
    public synchronized byte load(long address) {
        Page page = access(address, Protection.READ);
        return page.segment.buffer().get(page.offset + (int) (address & PAGE - 1));
    }

    /** Writes a byte as the guest does; {@link AccessFault}. */
    public synchronized void store(long address, byte value) {
        Page page = access(address, Protection.WRITE);
        page.segment.buffer().put(page.offset + (int) (address & PAGE - 1), value);
    }

    /** Whether the guest could execute code there; {@link AccessFault}. */
    public synchronized void fetch(long address) {
        access(address, Protection.EXEC);
    }

    private Page access(long address, int access) {
        Page page = pages.get(address & -PAGE);
        if (page == null || (page.protection & access) == 0) {
            throw new AccessFault(address, access, page != null);
        }
        return page;
    }
}

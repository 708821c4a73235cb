package isthmus.core.memory;

import isthmus.core.south.GuestProcess;
import isthmus.core.south.Protection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Hands mapping changes to the guest process, neighbouring ones as one, and keeps what they make superfluous until the
 * guest cannot reach it any more. Not thread-safe: the lock of the address space guards it.
 */
final class HostMap {
    private static final int NOTHING = 0;
    private static final int MAP = 1;
    private static final int PROTECT = 2;
    private static final int UNMAP = 3;
    /** So many blocks may wait for the guest's next resumption before a flush is made for their sake: 1 MiB. */
    private static final int PATIENCE = 16;

    private final GuestProcess process;
    private final PhysicalMemory memory;
    /** Whether execution is granted by {@link #execute} only. */
    private final boolean withholdsExecution;

    private final ExecutablePages executable = new ExecutablePages();
    /** Pages with code that runs as copies, and that must not change unnoticed. */
    private final ExecutablePages frozen = new ExecutablePages();

    /** Who has to know of pages that are frozen no more, before the host is told. */
    private LongConsumer thaws = page -> {};

    private int kind = NOTHING;
    private long start;
    private long end;
    private long physical;
    private int protection;
    private boolean queued;

    /** Runs of blocks to release, as pairs of first block and number. */
    private int[] releases = new int[32];

    private int releaseCount;
    private int waitingBlocks;
    private final List<Runnable> actions = new ArrayList<>();

    HostMap(GuestProcess process, PhysicalMemory memory) {
        this.process = process;
        this.memory = memory;
        this.withholdsExecution = !memory.platform().trapsForeignCalls();
    }

    /** @param listener hears of a frozen page that will be shown or protected in another way, or is unmapped */
    void setThawListener(LongConsumer listener) {
        thaws = listener;
    }

    /** What the host must allow for a guest's {@code PROT_*}: writing or executing includes reading on this processor. */
    static int hostProtection(int protection) {
        return protection == 0 ? 0 : protection & 7 | 1;
    }

    /** The same without the permission to write: for pages that are copied, or noted, on the first write. */
    static int readOnly(int protection) {
        return hostProtection(protection) & ~Protection.WRITE;
    }

    void map(long address, long physicalAddress, long bytes, int newProtection) {
        int host = withheld(address, bytes, newProtection);
        if (kind == MAP
                && address == end
                && physicalAddress == physical + (end - start)
                && physicalAddress >>> 30 == physical >>> 30
                && host == protection) {
            end += bytes;
            return;
        }
        begin(MAP, address, bytes, host);
        physical = physicalAddress;
    }

    /** The host's protection, without execution where that must be granted. */
    private int withheld(long address, long bytes, int newProtection) {
        int host = hostProtection(newProtection);
        if (!withholdsExecution) {
            return host;
        }
        executable.remove(address, address + bytes);
        frozen.remove(address, address + bytes, thaws);
        return host & ~Protection.EXEC;
    }

    /** Pages may be read and executed, and not written. They hold no call of the host, and nothing can write to them. */
    void execute(long address, long bytes) {
        protectAs(address, bytes, Protection.READ | Protection.EXEC);
        executable.add(address, address + bytes);
        frozen.remove(address, address + bytes);
    }

    /** The same, and whoever has to know of frozen pages hears when that ends. */
    void executeFrozen(long address, long bytes) {
        protectAs(address, bytes, Protection.READ | Protection.EXEC);
        executable.add(address, address + bytes);
        frozen.add(address, address + bytes);
    }

    /** Pages may be read only, until they are mapped or protected anew. */
    void freeze(long address, long bytes) {
        executable.remove(address, address + bytes);
        protectAs(address, bytes, Protection.READ);
        frozen.add(address, address + bytes);
    }

    /** Freezes those pages in a range that may be executed. */
    void freezeExecutable(long from, long to) {
        List<Long> pages = new ArrayList<>();
        executable.remove(from, to, pages::add);
        pages.forEach(page -> freeze(page, Pages.PAGE));
    }

    /** Pages are going to change, or to go: whoever has to know of frozen ones hears of it while all is as it was. */
    void thaw(long address, long bytes) {
        frozen.remove(address, address + bytes, thaws);
    }

    /** All pages that are frozen are no more, and cannot be executed. */
    void thawAll() {
        frozen.pages().forEach(page -> protect(page, Pages.PAGE, Protection.READ));
    }

    boolean isFrozen(long address) {
        return frozen.contains(address);
    }

    /** Whether the page of an address was given to {@link #execute} last. */
    boolean isExecutable(long address) {
        return executable.contains(address);
    }

    void protect(long address, long bytes, int newProtection) {
        protectAs(address, bytes, withheld(address, bytes, newProtection));
    }

    private void protectAs(long address, long bytes, int host) {
        if (kind == PROTECT && address == end && host == protection) {
            end += bytes;
        } else {
            begin(PROTECT, address, bytes, host);
        }
    }

    void unmap(long address, long bytes) {
        if (withholdsExecution) {
            executable.remove(address, address + bytes);
            frozen.remove(address, address + bytes, thaws);
        }
        if (kind == UNMAP && address == end) {
            end += bytes;
        } else {
            begin(UNMAP, address, bytes, 0);
        }
    }

    private void begin(int newKind, long address, long bytes, int newProtection) {
        emit();
        kind = newKind;
        start = address;
        end = address + bytes;
        protection = newProtection;
    }

    private void emit() {
        switch (kind) {
            case MAP ->
                process.map(
                        start,
                        memory.sharedSegment(physical),
                        PhysicalMemory.offset(physical),
                        end - start,
                        protection);
            case PROTECT -> process.protect(start, end - start, protection);
            case UNMAP -> process.unmap(start, end - start);
            default -> {
                return;
            }
        }
        kind = NOTHING;
        queued = true;
    }

    /** Gives a block back once the guest cannot reach it any more. */
    void releaseLater(int block) {
        waitingBlocks++;
        int last = releaseCount * 2 - 2;
        if (last >= 0 && releases[last] + releases[last + 1] == block) {
            releases[last + 1]++;
            return;
        }
        if (releaseCount * 2 == releases.length) {
            releases = Arrays.copyOf(releases, releases.length * 2);
        }
        releases[releaseCount * 2] = block;
        releases[releaseCount * 2 + 1] = 1;
        releaseCount++;
    }

    /** Does something once the guest cannot reach any more what was unmapped. */
    void later(Runnable action) {
        actions.add(action);
    }

    /**
     * The end of a batch. While the only task of the process is the caller, nothing needs to take effect before the
     * guest runs again, and the host does it then; otherwise it is done now.
     */
    void finish(boolean alone) {
        emit();
        if (!alone || waitingBlocks > PATIENCE || actions.size() > PATIENCE) {
            flush();
        }
    }

    /** Makes everything take effect now. */
    void flush() {
        emit();
        if (queued) {
            process.flush();
            queued = false;
        }
        releaseAll();
    }

    /** Gives back what waits; the guest process is gone or has been flushed. */
    void releaseAll() {
        for (int i = 0; i < releaseCount; i++) {
            memory.release(releases[2 * i], releases[2 * i + 1]);
        }
        releaseCount = 0;
        waitingBlocks = 0;
        actions.forEach(Runnable::run);
        actions.clear();
    }
}

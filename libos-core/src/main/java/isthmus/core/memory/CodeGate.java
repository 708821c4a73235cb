package isthmus.core.memory;

import isthmus.core.ErrnoException;
import isthmus.core.patch.CodeRegion;
import isthmus.core.patch.EagerPatcher;
import isthmus.core.patch.HostCallBytes;
import isthmus.core.south.Protection;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;

/**
 * Decides what the guest may execute on a host that cannot trap its calls (docs/patcher.md). A page is executable on the
 * host only while it is private to this address space or shared with copies that cannot be written either, cannot be
 * written, and holds no pair of {@link HostCallBytes}. All other code runs as a copy. Called with the
 * address space's lock held for writing.
 */
final class CodeGate {
    private static final int PAGE = Pages.PAGE;
    /** After so many entries into copies of code that the guest may write to, all such code that is no file's runs as copies. */
    private static final int MANY = 4000;

    private final Pages pages;
    private final Population population;
    private final Mapper mapper;
    private final PageLookup lookup;
    private final EagerPatcher patcher;
    /** Pages that write to themselves: they never become executable. */
    private final Set<Long> selfWriting = new HashSet<>();
    /** Frozen pages of which it is decided that they run as copies. Not inherited by fork. */
    private final Set<Long> copied = new HashSet<>();
    /** Times that the guest came from elsewhere to a copy of a page that it may write to. */
    private int entered;
    /** Whether hidden code may be shared with a forked address space. */
    private boolean forked;

    CodeGate(Pages pages, Population population, Mapper mapper, PageLookup lookup, EagerPatcher patcher) {
        this.pages = pages;
        this.population = population;
        this.mapper = mapper;
        this.lookup = lookup;
        this.patcher = patcher;
        pages.host.setThawListener(this::thawed);
    }

    private void thawed(long page) {
        copied.remove(page);
        copied.remove(page - PAGE); // it may be clean without this one
        copied.remove(page + PAGE);
        patcher.changes(new Region(null, page, page), page);
    }

    /**
     * A copy for a forked address space, made before memory is shared with it. No page is frozen from here on, in neither
     * of the two, until hidden code is their own again: so whoever hears of a page that changes needs no memory for that.
     */
    CodeGate copyFor(Pages otherPages, Population otherPopulation, Mapper otherMapper, PageLookup otherLookup) {
        pages.host.thawAll();
        CodeGate copy = new CodeGate(otherPages, otherPopulation, otherMapper, otherLookup, patcher.copy());
        copy.selfWriting.addAll(selfWriting);
        copy.entered = entered;
        copy.forked = true;
        forked = true;
        return copy;
    }

    EagerPatcher patcher() {
        return patcher;
    }

    // --- execution
    // ----------------------------------------------------------------------------------------------------

    /**
     * The guest wants to execute a page that it may.
     *
     * @param rip where it stands: in this page, or before it with an instruction that reaches into it
     */
    FaultResult execute(Vma vma, long page, long rip) {
        if (vma.is(Vma.HIDDEN)) {
            return executeOurs(vma, page);
        }
        if (vma.object != null && vma.object.isKernelOwned()) {
            return executeKernelOwned(vma, page);
        }
        boolean changes = vma.isShared() || vma.object == null || (vma.protection & Protection.WRITE) != 0;
        return changes ? executeChanging(vma, page, rip) : executeFixed(vma, page, rip);
    }

    private FaultResult executeOurs(Vma vma, long page) {
        Region region = new Region(vma, page, page + PAGE);
        if (!patcher.isOurs(page) || !isClean(region)) {
            return FaultResult.NOT_ALLOWED;
        }
        pages.host.execute(page, PAGE);
        return FaultResult.RESOLVED;
    }

    private FaultResult executeKernelOwned(Vma vma, long page) {
        if (!isClean(new Region(vma, page, page + PAGE))) {
            return FaultResult.NOT_ALLOWED;
        }
        population.objectFilled(vma, page, page + PAGE);
        pages.host.execute(page, PAGE);
        return FaultResult.RESOLVED;
    }

    private FaultResult executeFixed(Vma vma, long page, long rip) {
        if ((rip & -PAGE) == page && patcher.toHost(rip) != rip) {
            Region only = new Region(vma, page, page + PAGE);
            if (!isClean(only)) { // a call into a page that stays as it is costs no second look at its surroundings
                return goOn(patcher.translate(only, rip));
            }
        }
        long block = page & -PhysicalMemory.BLOCK_BYTES;
        long start = Math.max(vma.start, block);
        long end = Math.min(
                vma.object == null ? vma.end : Population.beyondObject(vma), block + PhysicalMemory.BLOCK_BYTES);
        makePrivate(vma, start, end);
        Region region = new Region(vma, start, end);
        boolean[] left = patcher.prepare(region);
        for (int i = 0; i < left.length; i++) {
            if (!left[i]) {
                pages.host.execute(start + (long) i * PAGE, PAGE);
            }
        }
        if (!left[(int) (page - start) / PAGE]) {
            return FaultResult.RESOLVED;
        }
        return goOn(patcher.translate(region, rip));
    }

    private FaultResult executeChanging(Vma vma, long page, long rip) {
        if (vma.isShared() || selfWriting.contains(page)) {
            return goOn(patcher.step(new Region(vma, page, page), rip));
        }
        if (forked) { // first, as it ends that pages cannot be written
            patcher.hiddenBlocks().forEach(pages::own);
            forked = false;
        }
        if (copied.contains(page) && (rip & -PAGE) == page) {
            return runCopy(vma, page, rip);
        }
        stand(vma, page);
        boolean clean = isClean(new Region(vma, page, page + PAGE));
        if (clean && entered < MANY) {
            pages.host.executeFrozen(page, PAGE);
            return FaultResult.RESOLVED;
        }
        copied.add(page);
        long first = rip & -PAGE;
        if (first != page && (first < vma.start || selfWriting.contains(first))) {
            return goOn(patcher.step(new Region(vma, page, page), rip));
        }
        if (first != page) {
            stand(vma, first);
            copied.add(first); // an instruction of it reaches into this one
        }
        return runCopy(vma, first, rip);
    }

    /** Nobody writes to a page from here on. */
    private void stand(Vma vma, long page) {
        long end = Math.min(page + 2 * PAGE, vma.end);
        makePrivate(vma, page, end);
        if (!pages.host.isFrozen(page) || pages.host.isExecutable(page)) {
            pages.host.freeze(page, PAGE);
        }
        if (end > page + PAGE && !pages.host.isFrozen(page + PAGE) && !pages.host.isExecutable(page + PAGE)) {
            pages.host.freeze(page + PAGE, PAGE); // for the instruction that reaches into it
        }
        pages.host.flush();
        patcher.stands(new Region(vma, page, end));
    }

    private FaultResult runCopy(Vma vma, long page, long rip) {
        if (entered < MANY && ++entered == MANY) {
            withdrawAll();
        }
        long end = page + PAGE < vma.end && pages.host.isFrozen(page + PAGE) ? page + 2 * PAGE : page + PAGE;
        long place = patcher.translateChanging(new Region(vma, page, end), rip);
        if (place == 0 && pages.host.isFrozen(page) && isClean(new Region(vma, page, page + PAGE))) {
            copied.remove(page); // there is no room for copies: it runs where it is
            pages.host.executeFrozen(page, PAGE);
            return FaultResult.RESOLVED;
        }
        return goOn(place);
    }

    /** From now on all code that is no file's runs as copies, which find each other. */
    private void withdrawAll() {
        for (int i = 0; i < pages.vmas.count(); i++) {
            Vma vma = pages.vmas.get(i);
            if (vma.object == null && (vma.protection & Protection.EXEC) != 0 && !vma.is(Vma.HIDDEN)) {
                pages.host.freezeExecutable(vma.start, vma.end);
            }
        }
        pages.host.flush();
    }

    private static FaultResult goOn(long address) {
        return address == 0 ? FaultResult.NOT_ALLOWED : FaultResult.at(address);
    }

    private void makePrivate(Vma vma, long start, long end) {
        if (vma.object == null) {
            population.anonymous(vma, start, end);
        } else {
            population.copyFromObject(vma, start, end);
        }
    }

    /** Whether there is no pair in a region, nor one with a byte before or behind it that can be executed. */
    private boolean isClean(Region region) {
        byte[] around = new byte[region.bytes.length + 2];
        System.arraycopy(region.bytes, 0, around, 1, region.bytes.length);
        byte[] one = new byte[1];
        boolean before = pages.host.isExecutable(region.start - 1) && region.read(region.start - 1, one) == 1;
        around[0] = before ? one[0] : 0;
        boolean behind = pages.host.isExecutable(region.end) && region.read(region.end, one) == 1;
        around[around.length - 1] = behind ? one[0] : 0;
        return HostCallBytes.find(around, 0, around.length) < 0;
    }

    // --- writing
    // ------------------------------------------------------------------------------------------------------

    /** The guest, standing at {@code rip}, or the kernel for it (0), wants to write to a page and may. */
    void write(long page, long rip) {
        boolean frozen = pages.host.isFrozen(page);
        if (!frozen && !pages.host.isExecutable(page)) {
            return;
        }
        long guest = patcher.toGuest(rip);
        if ((guest & -PAGE) == page || (guest & -PAGE) + PAGE == page && (guest & PAGE - 1) > PAGE - 15) {
            selfWriting.add(page);
        }
        pages.host.protect(page, PAGE, Protection.READ); // writing is granted as on any first write
    }

    /** Pages will be written, or shown at another place: they get the guest's own bytes back. */
    void revert(long start, long end) {
        pages.host.thaw(start, end - start);
        if (!patcher.isChanged(start, end)) {
            return;
        }
        long[] whole = patcher.whole(start, end);
        for (long page = whole[0] & -PAGE; page < whole[1]; page += PAGE) {
            withdraw(page);
        }
        pages.host.flush();
        patcher.revert(new Region(null, start, start), whole[0], whole[1]);
    }

    /** Pages will be gone: nobody goes on in copies of them that can change, and what was replaced across their borders gets the guest's own bytes back. */
    void dropping(long start, long end) {
        if (patcher.isEmpty()) {
            return;
        }
        pages.host.thaw(start, end - start);
        patcher.dropping(new Region(null, start, start), start, end);
        long[] whole = patcher.whole(start, end);
        if (whole[0] < start) {
            revert(whole[0], start);
        }
        if (whole[1] > end) {
            revert(end, whole[1]);
        }
    }

    /** The kernel writes to some of these whole pages, whatever their protection. */
    void patch(long start, long end) {
        revert(start, end);
        for (long page = start; page < end; page += PAGE) {
            withdraw(page);
        }
        pages.host.flush();
    }

    private void withdraw(long page) {
        if (pages.host.isExecutable(page)) {
            pages.host.protect(page, PAGE, Protection.READ);
        }
    }

    /** Pages are gone. */
    void dropped(long start, long end) {
        patcher.forget(start, end - start);
        if (!selfWriting.isEmpty()) {
            selfWriting.removeIf(page -> page >= start && page < end);
        }
    }

    // --- bytes
    // --------------------------------------------------------------------------------------------------------

    /** Pages of one mapping, with a copy of their bytes. */
    private final class Region implements CodeRegion {
        private final Vma vma;
        private final long start;
        private final long end;
        private final byte[] bytes;

        Region(Vma vma, long start, long end) {
            this.vma = vma;
            this.start = start;
            this.end = end;
            this.bytes = new byte[(int) (end - start)];
            CodeGate.this.read(start, bytes);
        }

        @Override
        public long start() {
            return start;
        }

        @Override
        public long end() {
            return end;
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public int read(long address, byte[] target) {
            return CodeGate.this.read(address, target);
        }

        @Override
        public boolean isExecutable(long address) {
            return pages.host.isExecutable(address);
        }

        @Override
        public void write(long address, byte[] code) {
            pages.write(address, code);
            for (int i = 0; i < code.length; i++) {
                long at = address + i - start;
                if (at >= 0 && at < bytes.length) {
                    bytes[(int) at] = code[i];
                }
            }
        }

        @Override
        public boolean isFile() {
            return vma.object != null;
        }

        @Override
        public long[] function(long address) {
            if (vma.object == null) {
                return null;
            }
            long[] found = vma.object.elfCode().function(vma.offsetOf(address));
            return found == null
                    ? null
                    : new long[] {found[0] - vma.offset + vma.start, found[1] - vma.offset + vma.start};
        }

        @Override
        public boolean mayBeTarget(long address) {
            return vma.object == null || vma.object.elfCode().mayBeTarget(vma.offsetOf(address));
        }

        @Override
        public long allocateHidden(long near, long count) {
            try {
                return mapper.mapHidden(near, count, Protection.READ | Protection.EXEC);
            } catch (ErrnoException e) {
                return 0; // no room
            }
        }

        @Override
        public void writeHidden(long address, byte[] code) {
            checkNoPair(address, code);
            pages.write(address, code);
        }

        @Override
        public void writeCell(long address, long value) {
            pages.own(address >>> 16);
            long physical = PhysicalMemory.address(BlockTable.block(pages.table.get(address >>> 16)));
            ByteBuffer buffer = pages.memory.buffer(physical);
            buffer.putLong(
                    PhysicalMemory.offset(physical) + (int) (address & 0xffff),
                    buffer.order() == ByteOrder.nativeOrder() ? value : Long.reverseBytes(value));
        }
    }

    /** Copies what may be executed; how many bytes from the start. */
    private int read(long address, byte[] target) {
        return Pages.byPages(address, target.length, (at, from, part) -> readPart(at, target, from, part));
    }

    private boolean readPart(long at, byte[] target, int from, int part) {
        Vma vma = pages.vmas.find(at);
        if (vma == null || (vma.protection & Protection.EXEC) == 0) {
            return false;
        }
        long physical = lookup.locate(at, Protection.READ);
        if (physical < 0) {
            if (vma.object == null) {
                return true; // never touched
            }
            if (vma.offsetOf(at) >= vma.object.size()) {
                return false;
            }
            vma.object.read(vma.offsetOf(at), ByteBuffer.wrap(target, from, part));
            return true;
        }
        pages.memory.buffer(physical).get(PhysicalMemory.offset(physical), target, from, part);
        return true;
    }

    /** What is written to a page that can be executed makes no pair there, nor with what is around it. */
    void checkNoPair(long address, byte[] code) {
        int length = code.length;
        if (length > 0 && (isExecutable(address) || isExecutable(address + length - 1))) {
            byte[] around = new byte[length + 2];
            around[0] = executableByte(address - 1);
            System.arraycopy(code, 0, around, 1, length);
            around[length + 1] = executableByte(address + length);
            if (HostCallBytes.find(around, 0, around.length) >= 0) {
                throw new IllegalStateException("a call of the host in a copy at " + Long.toHexString(address));
            }
        }
    }

    /** Zero where nothing can be executed. */
    private byte executableByte(long address) {
        byte[] found = new byte[1];
        read(address, found);
        return found[0];
    }

    private boolean isExecutable(long address) {
        return pages.host.isExecutable(address);
    }
}

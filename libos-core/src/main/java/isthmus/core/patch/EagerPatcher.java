package isthmus.core.patch;

import isthmus.core.memory.GuestMemory;
import isthmus.core.south.Registers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The code of an address space on a host that cannot trap foreign calls. Before memory becomes executable, {@link
 * #prepare} replaces every pair of {@link HostCallBytes} in it of which it can prove what it is; a page with any other
 * never becomes executable, and what the guest would run there runs as a copy that {@link #translate} makes.
 *
 * <p>All state is guarded by this. {@link #prepare}, {@link #translate} and {@link #revert} are called with the address
 * space's lock held, which comes first.
 */
public final class EagerPatcher implements PatchedCode, SitePlan.Copies {
    /** The registers of {@link Registers} by their number in instructions. */
    static final int[] REGISTERS = {
        Registers.RAX, Registers.RCX, Registers.RDX, Registers.RBX, Registers.RSP, Registers.RBP, Registers.RSI,
        Registers.RDI, Registers.R8, Registers.R9, Registers.R10, Registers.R11, Registers.R12, Registers.R13,
        Registers.R14, Registers.R15
    };

    /** Instructions in a copy at most: what follows may be data, which cannot always be copied, and then it is tried with less. */
    static final int[] SIZES = {Translation.LONGEST, 80, 16, 3, 1};

    private final Links links;
    private final HiddenCode hidden;
    private final NavigableMap<Long, CodeCopy> copies;
    /** Where the guest's instructions run that have a copy. */
    private final Entries entries;

    /** Where copies of code that does not run in place end: no window may hide these places. */
    private final NavigableSet<Long> exits;

    private final Replaced replaced;
    /** Copies of one instruction in memory that may change, by what was copied. */
    private final Map<Translation, Long> singles;
    /** What the kernel carries out itself, by where the copy traps for it. */
    private final Map<Long, byte[]> emulated;

    private final ChangingCode changing;

    private long sites;

    /** @param entry {@link isthmus.core.south.Platform#systemCallEntry()} */
    public EagerPatcher(long entry) {
        links = new Links(this::place);
        hidden = new HiddenCode(entry, links);
        copies = new TreeMap<>();
        entries = new Entries();
        exits = new TreeSet<>();
        replaced = new Replaced();
        singles = new HashMap<>();
        emulated = new HashMap<>();
        changing = new ChangingCode(this::make, links);
    }

    private EagerPatcher(EagerPatcher other) {
        links = other.links.copy(this::place);
        hidden = other.hidden.copy(links);
        copies = new TreeMap<>(other.copies);
        entries = other.entries.copy();
        exits = new TreeSet<>(other.exits);
        replaced = other.replaced.copy();
        singles = new HashMap<>(other.singles);
        emulated = new HashMap<>(other.emulated);
        changing = other.changing.copy(this::make, links);
    }

    @Override
    public synchronized EagerPatcher copy() {
        return new EagerPatcher(this);
    }

    @Override
    public synchronized boolean isEmpty() {
        return copies.isEmpty();
    }

    /** How many pairs were replaced so far. */
    public synchronized long sites() {
        return sites;
    }

    /** Whether an address is in code of ours. */
    public synchronized boolean isOurs(long address) {
        return hidden.isCode(address);
    }

    // --- addresses
    // ----------------------------------------------------------------------------------------------------

    private CodeCopy find(long rip) {
        Map.Entry<Long, CodeCopy> below = copies.floorEntry(rip);
        return below != null && below.getValue().contains(rip) ? below.getValue() : null;
    }

    @Override
    public synchronized long toGuest(long rip) {
        CodeCopy copy = find(rip);
        return copy == null ? rip : copy.guestAddress(rip);
    }

    @Override
    public void showGuest(Registers registers, GuestMemory memory) {
        long rip = registers.get(Registers.RIP);
        CodeCopy copy;
        int offset;
        synchronized (this) {
            copy = find(rip);
            offset = copy == null ? hidden.lookupOffset(rip) : -1;
        }
        if (offset >= 0) {
            long target = Lookup.leave(offset, registers, memory);
            registers.set(Registers.RIP, Lookup.mayBeCopy(offset) ? toGuest(target) : target);
        } else if (copy != null) {
            showGuest(copy, rip, registers, memory);
        }
    }

    private static void showGuest(CodeCopy copy, long rip, Registers registers, GuestMemory memory) {
        if (copy.saved(rip) != 0) {
            long at = registers.get(Registers.RSP) + copy.saved(rip);
            registers.set(Registers.RAX, Lookup.load(memory, at, registers.get(Registers.RAX)));
        }
        if (copy.register(rip) != CodeCopy.NOTHING) {
            int register = REGISTERS[copy.register(rip)];
            registers.set(register, registers.get(register) + copy.amount(rip));
        }
        registers.set(Registers.RSP, registers.get(Registers.RSP) + copy.stack(rip));
        registers.set(Registers.RIP, copy.guestAddress(rip));
    }

    @Override
    public synchronized long toHost(long rip) {
        return entries.get(rip, rip);
    }

    @Override
    public synchronized void forget(long address, long bytes) {
        long end = address + bytes;
        entries.removeIf(before(address), behind(end), (guest, at) -> isEntryOf(at, address, end));
        replaced.forget(address, end);
        exits.subSet(address, false, end, false).clear();
    }

    /** Where copies go on at an address of the guest. */
    private long place(long guest) {
        return changing.place(guest, entries.get(guest, guest));
    }

    /** Where the first of the entries may be that copies of bytes from an address on have. */
    private static long before(long start) {
        return start - Translation.MOST_BYTES;
    }

    /** Behind the last of those that copies of bytes up to an address have. */
    private static long behind(long end) {
        return end + Translation.MOST_BYTES;
    }

    private boolean isEntryOf(long at, long start, long end) {
        CodeCopy copy = find(at);
        return copy != null && copy.isOf(start, end);
    }

    /** Nobody goes on in copies of bytes in a range. */
    private void outdate(CodeRegion region, long start, long end) {
        entries.removeIf(before(start), behind(end), (guest, at) -> {
            CodeCopy copy = find(at);
            if (copy == null || !copy.isOf(start, end)) {
                return false;
            }
            links.unlink(region, guest, copy);
            changing.outdate(region, copy);
            return true;
        });
    }

    /** Bytes in a range will be gone, with what was replaced there. */
    public synchronized void dropping(CodeRegion region, long start, long end) {
        outdate(region, start, end);
    }

    // --- replacing
    // ----------------------------------------------------------------------------------------------------

    /**
     * Replaces the pairs in a region.
     *
     * @return one element for each page of the region: whether it has a pair still, or one could arise with a neighbour
     */
    public synchronized boolean[] prepare(CodeRegion region) {
        byte[] bytes = region.bytes();
        boolean[] left = new boolean[bytes.length + 4095 >>> 12];
        byte[] next = new byte[1];
        boolean continues = region.read(region.end(), next) == 1;
        int from = 0;
        while (true) {
            int at = HostCallBytes.find(bytes, from, bytes.length);
            if (at < 0 && from < bytes.length && continues && HostCallBytes.isPair(bytes[bytes.length - 1], next[0])) {
                at = bytes.length - 1;
            }
            if (at < 0) {
                break;
            }
            boolean done = new SitePlan(region, region.start() + at, this).replace();
            if (!done || HostCallBytes.isPair(bytes[at], at + 1 < bytes.length ? bytes[at + 1] : next[0])) {
                left[at >>> 12] = true;
                if (at + 1 < bytes.length) {
                    left[at + 1 >>> 12] = true;
                }
            } else {
                sites++;
            }
            from = at + 1;
        }
        byte[] before = new byte[1];
        if (region.read(region.start() - 1, before) == 1
                && HostCallBytes.isPair(before[0], bytes[0])
                && region.isExecutable(region.start() - 1)) {
            left[0] = true;
        }
        return left;
    }

    @Override
    public CodeCopy place(CodeRegion region, SitePlan.Body body) {
        CodeCopy copy = make(region, body);
        if (copy != null) {
            boolean isWindow = body.original() != null;
            copy.forEachEntry((guest, at) -> {
                // Who comes to a window must find its own copy.
                if (isWindow || !entries.contains(guest)) {
                    entries.put(guest, at);
                    links.lead(region, guest, at);
                }
            });
            if (isWindow) {
                replaced.add(body.address(), body.original());
            }
        }
        return copy;
    }

    private CodeCopy make(CodeRegion region, SitePlan.Body body) {
        Map<Long, byte[]> trapping = new HashMap<>();
        CodeCopy copy = hidden.place(
                region, body.address(), body.room(), body instanceof Translation, (base, constants, cell, exits) -> {
                    Relocator relocator = new Relocator(base, constants, cell, exits);
                    body.write(relocator);
                    CodeCopy made = relocator.finish();
                    trapping.clear();
                    trapping.putAll(relocator.emulated());
                    return made != null && body.suits(made) ? made : null;
                });
        if (copy != null) {
            copies.put(copy.start, copy);
            emulated.putAll(trapping);
        }
        return copy;
    }

    @Override
    public int readOriginal(CodeRegion region, long address, byte[] target) {
        int count = region.read(address, target);
        replaced.showOriginal(address, target);
        return count;
    }

    @Override
    public boolean isReplaced(long from, long to) {
        return replaced.isIn(from, to);
    }

    @Override
    public boolean isExit(long address) {
        return exits.contains(address);
    }

    /** Whether bytes in a range were replaced or copied, so that {@link #revert} has something to do. */
    public synchronized boolean isChanged(long from, long to) {
        return isReplaced(from, to) || entries.any(before(from), behind(to), (guest, at) -> isEntryOf(at, from, to));
    }

    /** Start and end of a range together with all of what was replaced that reaches into it. */
    public synchronized long[] whole(long start, long end) {
        return replaced.whole(start, end);
    }

    /**
     * Carries out an instruction for which a copy of ours traps, and goes on behind it; or leaves a copy that is out of date.
     *
     * @return false if no copy of ours traps there, or the instruction is not known
     * @throws InvalidAccess if memory cannot be accessed; nothing has changed then
     */
    public boolean emulate(Registers registers, GuestMemory memory) throws InvalidAccess {
        long rip = registers.get(Registers.RIP);
        byte[] code;
        CodeCopy copy;
        boolean outdated;
        synchronized (this) {
            code = emulated.get(rip);
            copy = find(rip);
            outdated = copy != null && (changing.isStale(copy) || code == null && changing.doubt(copy, rip));
        }
        if (outdated) {
            showGuest(copy, rip, registers, memory);
            return true;
        }
        if (code == null || !Emulator.knows(code)) {
            return false;
        }
        long guest = toGuest(rip);
        if (!Emulator.run(guest, code, registers, memory)) {
            registers.set(Registers.RIP, rip + 2);
        }
        return true;
    }

    /** The number of the guest's {@code int n} in whose place a copy of ours has a {@code hlt}; -1 if there is none. */
    public synchronized int interruptAt(long rip) {
        byte[] code = emulated.get(rip);
        return code != null && (code[0] & 0xff) == 0xcd ? code[1] & 0xff : -1;
    }

    /** Gives memory its own bytes back, as it is going to be written or is no code any more. It, and {@link #whole} of it, cannot be executed now. */
    public synchronized void revert(CodeRegion region, long start, long end) {
        long[] whole = replaced.whole(start, end);
        replaced.restore(region, start, end);
        outdate(region, whole[0], whole[1]);
    }

    // --- copies of what must not run in place
    // -------------------------------------------------------------------------

    /** Where the guest can go on instead of at an address whose page does not become executable; 0 if nowhere. */
    public synchronized long translate(CodeRegion region, long rip) {
        long known = entries.get(rip, 0);
        if (known != 0) {
            hidden.enter(region, rip);
            return known;
        }
        for (int longest : SIZES) {
            Translation translation = Translation.of(rip, longest, target -> readOriginal(region, rip, target));
            if (translation == null || !translation.isWhole()) {
                return step(region, rip); // what is missing may come
            }
            translation = translation.endingOutside(replaced::hides);
            CodeCopy copy = place(region, translation);
            if (copy != null) {
                exits.add(translation.exit());
                return copy.start;
            }
        }
        return 0;
    }

    /**
     * The same for pages that the guest may write to, but not without {@link #changes} being called first.
     *
     * @param rip in the region, which is its page and perhaps the next one
     */
    public synchronized long translateChanging(CodeRegion region, long rip) {
        long known = changing.translate(region, rip);
        if (known == 0) {
            return step(region, rip);
        }
        hidden.enter(region, rip);
        return known;
    }

    /** Pages that the guest may write to do not change from now on, until {@link #changes} is called. */
    public synchronized void stands(CodeRegion region) {
        changing.stands(region);
    }

    /** The blocks of 64 KiB where code of ours and its data lie. */
    public synchronized List<Long> hiddenBlocks() {
        return hidden.blocks();
    }

    /** A page changes from now on: nobody goes on in copies from it. */
    public synchronized void changes(CodeRegion region, long page) {
        changing.changes(region, page);
    }

    /** The same for memory that may change at any time: one instruction, as it is now. */
    public synchronized long step(CodeRegion region, long rip) {
        Translation translation = Translation.of(rip, 1, target -> region.read(rip, target));
        if (translation == null) {
            return 0;
        }
        Long known = singles.get(translation);
        if (known != null) {
            return known;
        }
        CodeCopy copy = make(region, translation);
        if (copy == null) {
            return 0;
        }
        singles.put(translation.asKey(), copy.start);
        return copy.start;
    }
}

package isthmus.core.patch;

import isthmus.core.asm.Assembler;
import isthmus.core.asm.Label;
import isthmus.core.asm.Register;
import isthmus.core.memory.GuestMemory;
import isthmus.core.south.Registers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The replaced call sites of one address space. A call that has come as a trap often enough is replaced by a jump to a
 * trampoline near it, which enters the stub without a trap.
 *
 * <p>All state is guarded by this; the address space's lock comes first. {@link #copy}, {@link #forget}, {@link #replacedPages} and
 * {@link #revert} are called with that lock held.
 */
public final class SitePatcher implements PatchedCode {
    /** Traps at a site before it pays to replace it: copying the page costs as much as this many traps. */
    private static final int THRESHOLD = 12;

    private static final int REFUSED = -1;
    private static final int TRAMPOLINE_PAGE = 1 << 16;
    private static final int TRAMPOLINE_LIMIT = 96;

    private final long entry;
    /** How often a site has trapped, by its address. */
    private final NavigableMap<Long, Integer> traps = new TreeMap<>();

    private final Replaced replaced;
    private final Map<Long, CallSite> byAfterCall = new HashMap<>();
    /** With those that have their own bytes again: somebody may still be in their trampolines. */
    private final List<CallSite> sites = new ArrayList<>();

    private final List<long[]> pages = new ArrayList<>();

    /** @param entry {@link isthmus.core.south.Platform#systemCallEntry()}; 0 switches patching off */
    public SitePatcher(long entry) {
        this(entry, new Replaced());
    }

    private SitePatcher(long entry, Replaced replaced) {
        this.entry = entry;
        this.replaced = replaced;
    }

    @Override
    public synchronized SitePatcher copy() {
        SitePatcher copy = new SitePatcher(entry, replaced.copy());
        copy.traps.putAll(traps);
        copy.byAfterCall.putAll(byAfterCall);
        copy.sites.addAll(sites);
        for (long[] page : pages) {
            copy.pages.add(page.clone());
        }
        return copy;
    }

    /**
     * A system call came as a trap.
     *
     * @param site the address of the {@code syscall} instruction
     * @param number what was in rax
     * @param alone whether no other thread runs in the address space
     */
    public void trapped(CodeSpace space, long site, long number, boolean alone) {
        if (entry == 0 || !pays(site)) {
            return;
        }
        SitePlanner.Plan plan = SitePlanner.plan(space, site, (int) number, alone);
        boolean done = plan != null && apply(space, site, plan);
        if (!done && !alone) {
            countAgain(site);
        }
    }

    /**
     * Counts a trap; true once it pays to replace the site. That is tried by who hears it, and nobody else: a syscall whose mov was
     * replaced still traps when a restart jumps straight to it, and must stay as it is, because the trampoline comes back right behind it.
     */
    private synchronized boolean pays(long site) {
        int count = traps.merge(site, 1, (old, one) -> old == REFUSED ? REFUSED : old + one);
        if (count < THRESHOLD) {
            return false;
        }
        traps.put(site, REFUSED);
        return true;
    }

    private synchronized void countAgain(long site) {
        if (sites.stream().noneMatch(known -> known.site() == site)) { // else somebody was faster
            traps.replace(site, 0);
        }
    }

    private boolean apply(CodeSpace space, long site, SitePlanner.Plan plan) {
        long trampoline = room(space, site);
        if (trampoline == 0) {
            return false;
        }
        Assembler code = new Assembler(trampoline);
        Label continuation = new Label("continuation");
        Label target = new Label("entry");
        Label back = new Label("back");
        code.bytes(plan.before());
        boolean moved = plan.after().length > 0;
        if (moved) {
            code.movLabel(Register.RCX, continuation);
        } else {
            code.mov(Register.RCX, site + 2);
        }
        code.jmpRipMem(target);
        code.bind(continuation);
        if (moved) {
            code.bytes(plan.after());
            code.jmpRipMem(back);
            code.bind(back);
            code.long64(plan.window() + plan.length());
        }
        code.bind(target);
        code.long64(entry);
        byte[] bytes = code.finish();
        long after = moved ? code.address(continuation) : site + 2;
        CallSite made = new CallSite(
                plan.window(), plan.window() + plan.length(), site, trampoline, after, trampoline + bytes.length);
        boolean done = space.writeHidden(trampoline, bytes)
                && space.replace(
                        plan.window(), plan.expected(), jump(plan, trampoline), () -> add(made, plan.original()));
        if (!done) {
            giveBack(trampoline);
        }
        return done;
    }

    private synchronized void add(CallSite site, byte[] original) {
        traps.put(site.site(), REFUSED); // it may have been forgotten meanwhile, with what was there before
        sites.add(site);
        replaced.add(site.window(), original);
        if (site.movesFollowing()) {
            byAfterCall.put(site.afterCall(), site);
        }
    }

    /** The jump, and behind it bytes that nobody runs. */
    private static byte[] jump(SitePlanner.Plan plan, long trampoline) {
        byte[] code = new byte[plan.length()];
        Arrays.fill(code, (byte) 0xcc);
        int distance = Math.toIntExact(trampoline - (plan.window() + SitePlanner.JUMP_BYTES));
        code[0] = (byte) 0xe9;
        for (int i = 0; i < 4; i++) {
            code[1 + i] = (byte) (distance >> 8 * i);
        }
        return code;
    }

    /** A free place for a trampoline near a site; a page is {address, bytes used}. */
    private long room(CodeSpace space, long site) {
        long known = take(site);
        if (known != 0) {
            return known;
        }
        long address = space.allocateHidden(site, TRAMPOLINE_PAGE);
        if (address == 0 || !isNear(address, site)) {
            return 0;
        }
        addPage(address);
        return take(site);
    }

    private synchronized void addPage(long address) {
        pages.add(new long[] {address, 0});
    }

    /** 0 if there is none in the pages that are there. */
    private synchronized long take(long site) {
        for (long[] page : pages) {
            if (page[1] + TRAMPOLINE_LIMIT <= TRAMPOLINE_PAGE && isNear(page[0], site)) {
                page[1] += TRAMPOLINE_LIMIT;
                return page[0] + page[1] - TRAMPOLINE_LIMIT;
            }
        }
        return 0;
    }

    /** The place that was taken last is free again; one that was taken before is lost. */
    private synchronized void giveBack(long trampoline) {
        for (long[] page : pages) {
            if (page[0] + page[1] == trampoline + TRAMPOLINE_LIMIT) {
                page[1] -= TRAMPOLINE_LIMIT;
            }
        }
    }

    private static boolean isNear(long a, long b) {
        return Math.abs(a - b) < Integer.MAX_VALUE - TRAMPOLINE_PAGE;
    }

    @Override
    public void showGuest(Registers registers, GuestMemory memory) {
        long rip = registers.get(Registers.RIP);
        long shown = toGuest(rip);
        if (shown != rip) {
            registers.set(Registers.RIP, shown);
        }
    }

    @Override
    public synchronized long toGuest(long rip) {
        for (long[] page : pages) {
            if (rip >= page[0] && rip < page[0] + TRAMPOLINE_PAGE) {
                for (CallSite site : sites) {
                    if (rip >= site.trampoline() && rip < site.trampolineEnd()) {
                        return guestAddress(site, rip);
                    }
                }
            }
        }
        return rip;
    }

    private static long guestAddress(CallSite site, long rip) {
        if (site.movesFollowing() && rip >= site.continuation()) {
            long moved = site.windowEnd() - site.afterCall();
            return site.afterCall() + Math.min(rip - site.continuation(), moved);
        }
        return rip == site.trampoline() ? site.window() : site.site();
    }

    @Override
    public synchronized long toHost(long rip) {
        CallSite site = byAfterCall.get(rip);
        return site != null ? site.continuation() : rip;
    }

    @Override
    public synchronized boolean isEmpty() {
        return sites.isEmpty();
    }

    @Override
    public synchronized void forget(long address, long bytes) {
        long end = address + bytes;
        Map<Long, Integer> inside = traps.subMap(address, end);
        if (!inside.isEmpty()) {
            inside.clear();
            replaced.forget(address, end);
            sites.removeIf(site -> isIn(site, address, end));
            goOnInPlace(address, end);
        }
    }

    private static boolean isIn(CallSite site, long start, long end) {
        return site.site() >= start && site.site() < end;
    }

    private void goOnInPlace(long start, long end) {
        byAfterCall.values().removeIf(site -> isIn(site, start, end));
    }

    /** The pages of a range in which something was replaced, so that {@link #revert} has something to do. */
    public synchronized SortedSet<Long> replacedPages(long start, long end) {
        return replaced.pages(start, end);
    }

    /**
     * Code in a range of whole pages will be written, or shown at another place: it gets the guest's own bytes back. It stays as it is then:
     * what a program changes once it may change again.
     *
     * @param writer writes to pages of {@link #replacedPages}
     */
    public synchronized void revert(CodeWriter writer, long start, long end) {
        replaced.restore(writer, start, end);
        goOnInPlace(start, end);
    }
}

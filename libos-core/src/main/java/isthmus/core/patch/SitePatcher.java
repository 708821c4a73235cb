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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The replaced call sites of one address space. A call that has come as a trap often enough is replaced by a jump to a
 * trampoline near it, which enters the stub without a trap.
 *
 * <p>All state is guarded by this; the address space's lock is taken inside. {@link #forget}, which is called with that lock
 * held, takes none.
 */
public final class SitePatcher implements PatchedCode {
    /** Traps at a site before it pays to replace it: copying the page costs as much as this many traps. */
    private static final int THRESHOLD = 12;

    private static final int REFUSED = -1;
    private static final int TRAMPOLINE_PAGE = 1 << 16;
    private static final int TRAMPOLINE_LIMIT = 96;

    private final long entry;
    /** How often a site has trapped, by its address; read without the lock, too. */
    private final NavigableMap<Long, Integer> traps = new ConcurrentSkipListMap<>();
    /** Sites whose code is gone, and of which all else here does not know yet. */
    private final Set<Long> gone = ConcurrentHashMap.newKeySet();

    private final Map<Long, CallSite> byAfterCall = new HashMap<>();
    private final List<CallSite> sites = new ArrayList<>();
    private final List<long[]> pages = new ArrayList<>();

    /** @param entry {@link isthmus.core.south.Platform#systemCallEntry()}; 0 switches patching off */
    public SitePatcher(long entry) {
        this.entry = entry;
    }

    @Override
    public synchronized SitePatcher copy() {
        forgetGone();
        SitePatcher copy = new SitePatcher(entry);
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
    public synchronized void trapped(CodeSpace space, long site, long number, boolean alone) {
        if (entry == 0) {
            return;
        }
        forgetGone();
        int count = traps.merge(site, 1, (old, one) -> old == REFUSED ? REFUSED : old + one);
        if (count == REFUSED || count < THRESHOLD) {
            return;
        }
        SitePlanner.Plan plan = SitePlanner.plan(space, site, (int) number, alone);
        boolean done = plan != null && apply(space, site, plan);
        // A syscall whose mov was replaced still traps when a restart jumps straight to it; it must stay as it is,
        // because the trampoline comes back right behind it.
        traps.put(site, done || alone ? REFUSED : 0);
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
        if (!space.patchCode(trampoline, bytes)) {
            giveBack(trampoline);
            return false;
        }
        long after = moved ? code.address(continuation) : site + 2;
        CallSite replaced = new CallSite(
                plan.window(), plan.window() + plan.length(), site, trampoline, after, trampoline + bytes.length);
        if (!space.patchCode(plan.window(), jump(plan, trampoline))) {
            giveBack(trampoline);
            return false;
        }
        sites.add(replaced);
        if (moved) {
            byAfterCall.put(replaced.afterCall(), replaced);
        }
        return true;
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
        for (long[] page : pages) {
            if (page[1] + TRAMPOLINE_LIMIT <= TRAMPOLINE_PAGE && isNear(page[0], site)) {
                return take(page);
            }
        }
        long address = space.allocateHidden(site, TRAMPOLINE_PAGE);
        if (address == 0 || !isNear(address, site)) {
            return 0;
        }
        long[] page = {address, 0};
        pages.add(page);
        return take(page);
    }

    private static long take(long[] page) {
        long address = page[0] + page[1];
        page[1] += TRAMPOLINE_LIMIT;
        return address;
    }

    /** The place that was taken last is free again. */
    private void giveBack(long trampoline) {
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
        forgetGone();
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
        forgetGone();
        CallSite site = byAfterCall.get(rip);
        return site != null ? site.continuation() : rip;
    }

    @Override
    public synchronized boolean isEmpty() {
        forgetGone();
        return sites.isEmpty();
    }

    @Override
    public void forget(long address, long bytes) {
        gone.addAll(traps.subMap(address, address + bytes).keySet());
    }

    /** What comes next must not meet sites of code that is gone: other code may be at their addresses. */
    private void forgetGone() {
        gone.removeIf(site -> {
            traps.remove(site);
            byAfterCall.values().removeIf(replaced -> replaced.site() == site);
            sites.removeIf(replaced -> replaced.site() == site);
            return true;
        });
    }
}

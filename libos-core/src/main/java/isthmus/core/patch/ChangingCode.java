package isthmus.core.patch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Copies from pages that the guest writes to and executes in turn, as those of a just-in-time compiler. Such a copy serves
 * while its pages cannot be written, and again when they have the same bytes again. Guarded by its {@link EagerPatcher}.
 */
final class ChangingCode {
    private static final int PAGE = 4096;
    /** Copies that are out of date and kept for one page; older ones do not serve again. */
    private static final int MOST_RETIRED = 256;

    /** Makes a copy; null if it cannot be made. */
    interface Maker {
        CodeCopy make(CodeRegion region, SitePlan.Body body);
    }

    /** A copy, and the bytes of which it is one. */
    private record ChangingCopy(Translation of, CodeCopy copy) {
        long firstPage() {
            return of.address() & -PAGE;
        }

        long end() {
            return of.address() + of.length();
        }
    }

    /** The copies that have bytes of one page that the guest may write to. */
    private record Page(Set<ChangingCopy> copies) {}

    private final Maker maker;
    private final Links links;
    /** Not inherited by fork, after which pages are looked at anew. */
    private final Map<Long, Page> pages = new HashMap<>();
    /** Where instructions in those pages run. */
    private final Entries entries = new Entries();
    /** Copies that are out of date until a page has those bytes again, by their first page; likewise. */
    private final Map<Long, List<ChangingCopy>> retired = new HashMap<>();
    /** Copies, by their start, that are out of date: whoever stands there goes on at the guest's own place. */
    private final Set<Long> stale;
    /** Copies, by their start, that were out of date once and are used again. */
    private final Set<Long> revived = new HashSet<>();
    /** Where, in {@link #pages}, one instruction is to be copied alone, as {@link #doubt} says. */
    private final Set<Long> doubtful = new HashSet<>();

    ChangingCode(Maker maker, Links links) {
        this(maker, links, new HashSet<>());
    }

    private ChangingCode(Maker maker, Links links, Set<Long> stale) {
        this.maker = maker;
        this.links = links;
        this.stale = stale;
    }

    /** A copy for a forked address space. */
    ChangingCode copy(Maker otherMaker, Links otherLinks) {
        ChangingCode copy = new ChangingCode(otherMaker, otherLinks, new HashSet<>(stale));
        copy.revived.addAll(revived);
        return copy;
    }

    boolean isStale(CodeCopy copy) {
        return stale.contains(copy.start);
    }

    /** Where an instruction of the guest runs; {@code otherwise} if it has no copy. */
    long place(long guest, long otherwise) {
        return entries.get(guest, otherwise);
    }

    /**
     * Whether a copy may have been out of date when it trapped, and be used again since. Then whoever comes to that
     * instruction next gets a copy of it that is never out of date: if that traps too, it is the guest's own doing.
     */
    boolean doubt(CodeCopy copy, long rip) {
        if (!revived.contains(copy.start)) {
            return false;
        }
        long guest = copy.guestAddress(rip);
        if (pages.containsKey(guest & -PAGE)) {
            doubtful.add(guest);
        }
        return true;
    }

    /**
     * Where the guest can go on instead of at an address; 0 if one instruction is to be copied alone.
     *
     * @param rip in the region, all of which cannot be written now
     */
    long translate(CodeRegion region, long rip) {
        Page known = page(rip & -PAGE);
        Page next = region.end() > (rip & -PAGE) + PAGE ? page((rip & -PAGE) + PAGE) : null;
        if (doubtful.remove(rip)) {
            return 0;
        }
        long entry = entries.get(rip, 0);
        if (entry != 0) {
            return entry;
        }
        ChangingCopy copy = null;
        for (int i = 0; i + 1 < EagerPatcher.SIZES.length && copy == null; i++) {
            int longest = EagerPatcher.SIZES[i];
            Translation translation = Translation.of(
                    rip, longest, target -> (int) Math.min(region.read(rip, target), region.end() - rip));
            copy = translation != null && translation.isWhole() ? make(region, translation) : null;
        }
        if (copy == null) {
            return 0;
        }
        boolean hasChanged = pages.get(rip & -PAGE) != known || next != null && pages.get((rip & -PAGE) + PAGE) != next;
        if (hasChanged) { // writing the copy changed a page's mapping
            outdate(region, copy.copy);
            return 0;
        }
        register(copy);
        lead(region, copy);
        return isStale(copy.copy) ? 0 : copy.copy.start;
    }

    private Page page(long address) {
        return pages.computeIfAbsent(address, at -> new Page(Collections.newSetFromMap(new IdentityHashMap<>())));
    }

    private ChangingCopy make(CodeRegion region, Translation translation) {
        CodeCopy made = maker.make(region, translation);
        return made == null ? null : new ChangingCopy(translation.asKey(), made);
    }

    /** Its pages tell the copy from now on when they change. */
    private void register(ChangingCopy copy) {
        for (long at = copy.firstPage(); at < copy.end(); at += PAGE) {
            page(at).copies.add(copy);
        }
    }

    /** Others go on in the copy, unless writing that changed one of its pages. */
    private void lead(CodeRegion region, ChangingCopy copy) {
        copy.copy.forEachEntry((guest, place) -> {
            if (!isStale(copy.copy) && !entries.contains(guest)) {
                entries.put(guest, place);
                links.lead(region, guest, place);
            }
        });
    }

    /** Pages cannot be written from now on: copies that have the same bytes serve again. */
    void stands(CodeRegion region) {
        for (long page = region.start(); page < region.end(); page += PAGE) {
            List<ChangingCopy> before = retired.get(page);
            if (before != null) {
                List<ChangingCopy> same = new ArrayList<>();
                for (ChangingCopy copy : before) {
                    if (copy.of.address() >= region.start() && copy.end() <= region.end() && isSame(region, copy.of)) {
                        same.add(copy);
                    }
                }
                before.removeAll(same);
                same.forEach(copy -> revive(region, copy));
            }
        }
    }

    private static boolean isSame(CodeRegion region, Translation of) {
        byte[] now = new byte[of.length()];
        return region.read(of.address(), now) == now.length && of.isOf(now);
    }

    private void revive(CodeRegion region, ChangingCopy copy) {
        stale.remove(copy.copy.start);
        revived.add(copy.copy.start);
        register(copy);
        for (long at : copy.copy.boundaries()) {
            if (!isStale(copy.copy)) {
                region.writeHidden(at, copy.copy.byteAt(at));
            }
        }
        lead(region, copy);
    }

    /** A page changes from now on: nobody goes on in copies from it. */
    void changes(CodeRegion region, long page) {
        Page known = pages.remove(page);
        if (known == null) {
            return;
        }
        entries.removeIf(page, page + PAGE, (guest, place) -> true);
        doubtful.removeIf(at -> (at & -PAGE) == page);
        for (ChangingCopy copy : known.copies) {
            for (long at = copy.firstPage(); at < copy.end(); at += PAGE) {
                Page other = pages.get(at);
                if (other != null) {
                    other.copies.remove(copy);
                    entries.removeIf(at, at + PAGE, (guest, place) -> copy.copy.contains(place));
                }
            }
            copy.copy.forEachEntry((guest, place) -> links.unlink(region, guest, copy.copy));
            outdate(region, copy.copy);
            List<ChangingCopy> kept = retired.computeIfAbsent(copy.firstPage(), at -> new ArrayList<>());
            if (kept.size() >= MOST_RETIRED) {
                kept.removeFirst();
            }
            kept.add(copy);
        }
    }

    /** Whoever stands in a copy goes on at the guest's own place. One byte makes each instruction a trap. */
    void outdate(CodeRegion region, CodeCopy copy) {
        if (stale.add(copy.start)) {
            byte[] trap = {SitePlan.TRAP};
            for (long at : copy.boundaries()) {
                region.writeHidden(at, trap);
            }
        }
    }
}

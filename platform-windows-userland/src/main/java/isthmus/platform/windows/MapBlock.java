package isthmus.platform.windows;

import isthmus.core.south.SharedSegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is to be at 64 KiB of guest addresses, and what is there. Four bits for each page: {@link #MAPPED} and {@code PROT_*}. */
final class MapBlock {
    static final int MAPPED = 8, PAGES = 16;
    private static final long PROTECTIONS = 0x7777_7777_7777_7777L;

    final long number;
    /** What is wanted: a block of a segment, each page at its own place ... */
    SharedSegment segment;

    int index;
    long pages;
    /** ... or, if there are such, pages from anywhere: their segments and their numbers there. */
    private SharedSegment[] segments;

    private int[] numbers;

    /** What is there; null if nothing is. */
    View view;
    /** The protections there, without {@link #MAPPED}. */
    long protections;

    MapBlock(long number) {
        this.number = number;
    }

    // --- what is wanted ---------------------------------------------------------------------------------------------

    /**
     * Pages are to be shown.
     *
     * @param first the first page's number in the segment
     * @param singlePages whether what else the block shows may stay, if it is of another block of memory; else it is gone
     */
    void show(int from, int to, SharedSegment shown, int first, int protection, boolean singlePages) {
        long mask = mask(from, to);
        boolean congruent = (first - from) % PAGES == 0;
        if (!congruent && !singlePages) {
            throw new IllegalArgumentException("page " + first + " of a segment at place " + from);
        }
        boolean alone = (pages & ~mask) == 0;
        if (congruent && (alone || !singlePages)) {
            become(shown, first / PAGES);
        } else if (isMixed() || segment != shown || index * PAGES + from != first) {
            mix(from, to, shown, first);
        }
        pages = pages & ~mask | all(MAPPED | protection) & mask;
        unite();
    }

    private void become(SharedSegment shown, int block) {
        if (isMixed() || segment != shown || index != block) {
            segments = null;
            segment = shown;
            index = block;
            pages = 0; // a block shows one block of memory: what else it had is mapped anew, or gone
        }
    }

    private void mix(int from, int to, SharedSegment shown, int first) {
        if (!isMixed()) {
            segments = new SharedSegment[PAGES];
            numbers = new int[PAGES];
            Arrays.fill(segments, segment);
            Arrays.setAll(numbers, place -> index * PAGES + place);
            segment = null;
        }
        for (int place = from; place < to; place++) {
            segments[place] = shown;
            numbers[place] = first + place - from;
        }
    }

    /** Goes back to one block of memory if all pages are of one, at their places. */
    private void unite() {
        if (!isMixed()) {
            return;
        }
        List<PageRun> runs = runs();
        if (runs.isEmpty()) {
            segments = null;
            return;
        }
        PageRun first = runs.get(0);
        int block = Math.floorDiv(first.number() - first.place(), PAGES);
        PageRun whole = new PageRun(first.segment(), block * PAGES, 0, PAGES);
        if (runs.stream().allMatch(whole::holds)) {
            segments = null;
            segment = first.segment();
            index = block;
        }
    }

    void protect(long mask, int protection) {
        long mapped = (pages & all(MAPPED)) >>> 3;
        long changed = mask & mapped * 0xf;
        pages = pages & ~changed | all(MAPPED | protection) & changed;
    }

    void hide(long mask) {
        pages &= ~mask;
        unite();
    }

    /** Whether its pages come from more than one block of memory, or from other places there. */
    boolean isMixed() {
        return segments != null;
    }

    /** The single pages that are wanted, those together that are in both places. */
    List<PageRun> runs() {
        List<PageRun> runs = new ArrayList<>();
        for (int place = 0; place < PAGES; ) {
            int next = place + 1;
            if (isMapped(place)) {
                while (next < PAGES
                        && isMapped(next)
                        && segments[next] == segments[place]
                        && numbers[next] - next == numbers[place] - place) {
                    next++;
                }
                runs.add(new PageRun(segments[place], numbers[place], place, next - place));
            }
            place = next;
        }
        return runs;
    }

    private boolean isMapped(int place) {
        return (pages >>> 4 * place & MAPPED) != 0;
    }

    long wantedProtections() {
        return pages & PROTECTIONS;
    }

    // --- what is there ----------------------------------------------------------------------------------------------

    /** It is shown by a view, with all rights. */
    void isIn(View shower) {
        view = shower;
        protections = 0;
        int present = shower.present();
        for (int place = 0; place < PAGES; place++) {
            protections |= (present >>> place & 1L) * GuestMap.ALL << 4 * place;
        }
    }

    /** Whether its view, if it has one, is the right one. */
    boolean isInPlace() {
        return view == null || pages == 0 || view.shows(this);
    }

    static long all(int nibble) {
        return 0x1111_1111_1111_1111L * nibble;
    }

    /** A mask of the pages from the first to before the last. */
    static long mask(int first, int last) {
        long low = last == PAGES ? -1 : (1L << 4 * last) - 1;
        return low & -1L << 4 * first;
    }
}

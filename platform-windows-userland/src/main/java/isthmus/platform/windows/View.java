package isthmus.platform.windows;

import isthmus.core.south.SharedSegment;
import java.util.List;

/** What is mapped into a stub at once: a part of a segment, in blocks of 64 KiB, or single pages in one block. */
final class View {
    /** Views start and end within units of so many blocks, so that to replace a part of one is never much work. */
    static final int UNIT = 32;

    /** Null where single pages are shown. */
    final SharedSegment segment;
    /** The first block's number in the segment. */
    final int index;
    /** The first block's number in the address space. */
    final long start;

    final MapBlock[] blocks;
    /** The runs of single pages; null where whole blocks are shown. */
    final List<PageRun> runs;

    View(SharedSegment segment, int index, long start, int count) {
        this.segment = segment;
        this.index = index;
        this.start = start;
        this.blocks = new MapBlock[count];
        this.runs = null;
    }

    /** Of single pages, as a block wants them. */
    View(MapBlock block) {
        this.segment = null;
        this.index = 0;
        this.start = block.number;
        this.blocks = new MapBlock[1];
        this.runs = block.runs();
    }

    long address() {
        return start << 16;
    }

    long bytes() {
        return (long) blocks.length << 16;
    }

    boolean showsSinglePages() {
        return runs != null;
    }

    /** Whether the block's pages are where it wants them; the view may show more. */
    boolean shows(MapBlock block) {
        if (showsSinglePages()) {
            return block.isMixed() && block.runs().stream().allMatch(this::shows);
        }
        return !block.isMixed() && block.segment == segment && block.index - index == block.number - start;
    }

    private boolean shows(PageRun wanted) {
        return runs.stream().anyMatch(run -> run.holds(wanted));
    }

    /** The pages that can be protected: all but those of a block of single pages that are not there. */
    int present() {
        return runs == null ? 0xffff : runs.stream().mapToInt(PageRun::mask).reduce(0, (a, b) -> a | b);
    }

    /** Whether something is mapped from this page of a block on, so that nothing before it is protected in the same call. */
    boolean startsAt(int page) {
        return runs != null && runs.stream().anyMatch(run -> run.place() == page);
    }
}

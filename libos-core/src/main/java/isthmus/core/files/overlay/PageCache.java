package isthmus.core.files.overlay;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The unchanged files whose contents are held in memory because somebody mapped them: the next process that starts the
 * same program finds them there. The least recently mapped go first. The monitor guards the set; no other lock is taken
 * under it, and it is taken with none but perhaps an inode's.
 */
final class PageCache {
    /** So many mappings later the size is looked at again. */
    private static final int LOOK_EVERY = 64;

    private final long limit;
    private int added;
    private final Set<OverlayFile> files = new LinkedHashSet<>();

    PageCache(long limit) {
        this.limit = limit;
    }

    /** {@code file} is being mapped; called without its lock. */
    void add(OverlayFile file) {
        synchronized (this) {
            files.remove(file);
            files.add(file);
            if (++added % LOOK_EVERY != 0) {
                return;
            }
        }
        shrink(limit);
    }

    synchronized void remove(OverlayFile file) {
        files.remove(file);
    }

    /** Gives up files that nobody uses until no more than {@code bytes} are held. */
    void shrink(long bytes) {
        List<OverlayFile> oldestFirst;
        synchronized (this) {
            oldestFirst = new ArrayList<>(files);
        }
        long total = 0;
        for (OverlayFile file : oldestFirst) {
            total += file.cachedBytes();
        }
        Iterator<OverlayFile> oldest = oldestFirst.iterator();
        while (total > bytes && oldest.hasNext()) {
            OverlayFile file = oldest.next();
            long held = file.cachedBytes();
            if (file.dropCached()) {
                remove(file);
                total -= held;
            }
        }
    }
}

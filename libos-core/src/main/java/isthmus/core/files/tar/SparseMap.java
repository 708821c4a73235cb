package isthmus.core.files.tar;

import java.util.ArrayList;
import java.util.List;

/** Which parts of a sparse member are in the archive, one after the other. */
final class SparseMap {
    private static final int MAX_ENTRIES = 1 << 20;

    private final List<long[]> entries = new ArrayList<>();

    void add(long start, long length) throws TarFormatException {
        long end = entries.isEmpty() ? 0 : entries.getLast()[0] + entries.getLast()[1];
        if (start < end || length < 0 || start + length < start || entries.size() >= MAX_ENTRIES) {
            throw new TarFormatException("is damaged: the map of a sparse file makes no sense");
        }
        entries.add(new long[] {start, length});
    }

    /**
     * @param place where the first part is in the archive
     * @param stored how many bytes are there
     * @param size of the contents with their holes
     */
    TarData data(long place, long stored, long size) throws TarFormatException {
        int count = entries.size();
        long[] starts = new long[count];
        long[] lengths = new long[count];
        long[] places = new long[count];
        long used = 0;
        for (int i = 0; i < count; i++) {
            starts[i] = entries.get(i)[0];
            lengths[i] = entries.get(i)[1];
            places[i] = place + used;
            used += lengths[i];
            if (used > stored || starts[i] + lengths[i] > size) {
                throw new TarFormatException("is damaged: a sparse file is larger than its data");
            }
        }
        return new TarData(starts, lengths, places);
    }
}

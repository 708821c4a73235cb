package isthmus.core.files.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The records of a pax extended header (pax(1)): {@code LENGTH KEY=VALUE} lines, kept as bytes. */
final class PaxRecords {
    static final String XATTR = "SCHILY.xattr.";

    private final Map<String, byte[]> records;
    /** The pairs of GNU's sparse formats 0.0, in which keys repeat. */
    private SparseMap sparse;

    PaxRecords() {
        this.records = new HashMap<>();
    }

    /** What later records add to. */
    PaxRecords(PaxRecords defaults) {
        this.records = new HashMap<>(defaults.records);
    }

    void parse(byte[] header) throws TarFormatException {
        int at = 0;
        long offset = -1;
        while (at < header.length && header[at] != 0) {
            int space = indexOf(header, ' ', at, header.length);
            int length = length(header, at, space);
            int end = at + length;
            int equals = indexOf(header, '=', space, end);
            if (length <= 0 || end > header.length || end < at || equals < 0 || header[end - 1] != '\n') {
                throw damaged();
            }
            String key = new String(header, space + 1, equals - space - 1, ISO_8859_1);
            byte[] value = Arrays.copyOfRange(header, equals + 1, end - 1);
            if (key.equals("GNU.sparse.offset")) {
                offset = number(value);
            } else if (key.equals("GNU.sparse.numbytes")) {
                sparse().add(offset, number(value));
            } else if (value.length == 0) {
                records.remove(key);
            } else {
                records.put(key, value);
            }
            at = end;
        }
    }

    private static TarFormatException damaged() {
        return new TarFormatException("is damaged: an extended header cannot be read");
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int end) {
        for (int i = Math.max(0, from); i < Math.min(end, bytes.length); i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static int length(byte[] header, int at, int space) throws TarFormatException {
        if (space < 0 || space - at > 9) {
            throw damaged();
        }
        return (int) number(Arrays.copyOfRange(header, at, space));
    }

    static long number(byte[] text) throws TarFormatException {
        try {
            return Long.parseLong(new String(text, ISO_8859_1));
        } catch (NumberFormatException e) {
            throw damaged();
        }
    }

    private SparseMap sparse() {
        if (sparse == null) {
            sparse = new SparseMap();
        }
        return sparse;
    }

    boolean has(String key) {
        return records.containsKey(key);
    }

    String text(String key, String otherwise) {
        byte[] value = records.get(key);
        return value == null ? otherwise : new String(value, ISO_8859_1);
    }

    long number(String key, long otherwise) throws TarFormatException {
        byte[] value = records.get(key);
        return value == null ? otherwise : number(value);
    }

    /** A time such as {@code 1700000000.25} in nanoseconds. */
    long time(String key, long otherwise) throws TarFormatException {
        byte[] value = records.get(key);
        if (value == null) {
            return otherwise;
        }
        String text = new String(value, ISO_8859_1);
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        String part = point < 0 ? "" : text.substring(point + 1);
        String nanos = (part + "000000000").substring(0, 9);
        long seconds = number(whole.getBytes(ISO_8859_1));
        long fraction = number(nanos.getBytes(ISO_8859_1));
        return seconds * 1_000_000_000L + (whole.startsWith("-") ? -fraction : fraction);
    }

    Map<String, byte[]> xattrs() {
        Map<String, byte[]> found = new HashMap<>();
        records.forEach((key, value) -> {
            if (key.startsWith(XATTR) && key.length() > XATTR.length()) {
                found.put(key.substring(XATTR.length()), value);
            }
        });
        return found.isEmpty() ? Map.of() : found;
    }

    /** The map of GNU's sparse formats 0.0 and 0.1; null if the member has none. */
    SparseMap sparseMap() throws TarFormatException {
        if (!has("GNU.sparse.map")) {
            return sparse;
        }
        SparseMap map = new SparseMap();
        String[] numbers = text("GNU.sparse.map", "").split(",", -1);
        if (numbers.length % 2 != 0) {
            throw damaged();
        }
        for (int i = 0; i < numbers.length; i += 2) {
            map.add(number(numbers[i].getBytes(ISO_8859_1)), number(numbers[i + 1].getBytes(ISO_8859_1)));
        }
        return map;
    }
}

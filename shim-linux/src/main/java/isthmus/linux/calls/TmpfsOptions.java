package isthmus.linux.calls;

import isthmus.core.Errno;

/**
 * The mount options of tmpfs(5).
 *
 * @param bytes {@code size=}: a number with k, m, g or a percentage of the memory
 * @param mode {@code mode=}: permissions of the root directory
 */
record TmpfsOptions(long bytes, int mode, int uid, int gid) {
    /** EINVAL for options that tmpfs does not have, and for bad values. */
    static TmpfsOptions parse(String data, long memory, int uid, int gid) {
        TmpfsOptions options = new TmpfsOptions(memory / 2, 01777, uid, gid);
        for (String option : data.split(",", -1)) {
            int equals = option.indexOf('=');
            String value = equals < 0 ? "" : option.substring(equals + 1);
            options = options.with(equals < 0 ? option : option.substring(0, equals), value, memory);
        }
        return options;
    }

    private TmpfsOptions with(String name, String value, long memory) {
        return switch (name) {
            case "size" -> new TmpfsOptions(size(value, memory), mode, uid, gid);
            case "nr_blocks" -> new TmpfsOptions(size(value, 0) * 4096, mode, uid, gid);
            case "mode" -> new TmpfsOptions(bytes, (int) number(value, 8) & 07777, uid, gid);
            case "uid" -> new TmpfsOptions(bytes, mode, (int) number(value, 10), gid);
            case "gid" -> new TmpfsOptions(bytes, mode, uid, (int) number(value, 10));
            case "", "nr_inodes", "huge", "mpol", "inode32", "inode64" -> this;
            default -> throw Errno.EINVAL.exception();
        };
    }

    /** At most 16 TiB; 0 is no limit and becomes that. */
    private static long size(String text, long memory) {
        if (text.isEmpty()) {
            throw Errno.EINVAL.exception();
        }
        String digits = text.substring(0, text.length() - 1);
        long largest = 1L << 44;
        long size = switch (Character.toLowerCase(text.charAt(text.length() - 1))) {
            case 'k' -> scaled(digits, 1L << 10, largest);
            case 'm' -> scaled(digits, 1L << 20, largest);
            case 'g' -> scaled(digits, 1L << 30, largest);
            case '%' -> memory / 100 * Math.min(number(digits, 10), 100);
            default -> scaled(text, 1, largest);
        };
        return size == 0 ? largest : size;
    }

    private static long scaled(String digits, long unit, long largest) {
        return Math.min(number(digits, 10), largest / unit) * unit;
    }

    private static long number(String text, int radix) {
        try {
            return Long.parseUnsignedLong(text, radix) & Long.MAX_VALUE;
        } catch (NumberFormatException e) {
            throw Errno.EINVAL.exception();
        }
    }
}

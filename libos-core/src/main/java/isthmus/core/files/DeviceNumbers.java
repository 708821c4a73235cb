package isthmus.core.files;

/** Device numbers as {@code makedev(3)} packs them for 64-bit programs. */
public final class DeviceNumbers {
    private DeviceNumbers() {}

    public static long make(int major, int minor) {
        long high = major & 0xfffff000L;
        return high << 32 | (major & 0xfffL) << 8 | (minor & 0xffffff00L) << 12 | minor & 0xffL;
    }

    /** As the kernel itself packs them, and shows in some files of /proc. */
    public static int internal(long dev) {
        return major(dev) << 20 | minor(dev);
    }

    public static int major(long dev) {
        return (int) (dev >>> 32 & 0xfffff000L | dev >>> 8 & 0xfffL);
    }

    public static int minor(long dev) {
        return (int) (dev >>> 12 & 0xffffff00L | dev & 0xffL);
    }
}

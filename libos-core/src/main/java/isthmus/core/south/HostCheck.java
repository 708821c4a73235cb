package isthmus.core.south;

/**
 * One line of {@code isthmus doctor}.
 *
 * @param name what was looked at
 * @param status whether it is there
 * @param detail what was found
 * @param remedy what a person can do about it, or an empty string
 */
public record HostCheck(String name, Status status, String detail, String remedy) {
    public enum Status {
        OK,
        SLOWER,
        MISSING
    }

    /** How many cores there are. */
    public static HostCheck cores() {
        int cores = Runtime.getRuntime().availableProcessors();
        return cores > 1
                ? new HostCheck("processor cores", Status.OK, cores + " cores", "")
                : new HostCheck(
                        "processor cores",
                        Status.SLOWER,
                        "one core: every system call has to switch threads",
                        "Give Isthmus two cores or more.");
    }

    /** Whether programs may set the FS base themselves. */
    public static HostCheck fsgsbase(boolean there, String remedy) {
        return new HostCheck(
                "FSGSBASE instructions",
                there ? Status.OK : Status.MISSING,
                there ? "present" : "absent",
                there ? "" : remedy);
    }
}

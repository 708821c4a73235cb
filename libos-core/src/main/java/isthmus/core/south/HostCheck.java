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
}

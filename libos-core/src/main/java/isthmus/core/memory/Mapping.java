package isthmus.core.memory;

/**
 * A line of {@code /proc/pid/maps}.
 *
 * @param start the first address
 * @param end the address after the last
 * @param protection {@code PROT_*}
 * @param shared {@code MAP_SHARED}
 * @param offset in the file, in bytes
 * @param name where it comes from, or null
 */
public record Mapping(long start, long end, int protection, boolean shared, long offset, MappingName name) {}

package isthmus.app.terminal;

/**
 * A hyperlink (OSC 8). Guest data: show {@code uri} before it is opened. Cells with equal links belong together.
 *
 * @param uri at most 4096 characters, without control characters
 * @param id the guest's name for cells that belong together, or one that the terminal gave
 */
public record Link(String uri, String id) {}

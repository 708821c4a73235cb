package isthmus.app.engine;

/**
 * A process of a run that has not ended.
 *
 * @param pid as its programs see it
 * @param parent the process ID of who waits for it; 1 stands for the run itself
 * @param name of its first thread, at most 15 bytes (the {@code comm} of proc(5)), one char a byte
 * @param threads how many it has
 */
public record RunProcess(int pid, int parent, String name, int threads) {}

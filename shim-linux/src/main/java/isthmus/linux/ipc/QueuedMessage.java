package isthmus.linux.ipc;

/** A message of msgsnd(2). Do not change the text. */
public record QueuedMessage(long type, byte[] text) {
    /** What it takes from the kernel's memory, roughly. */
    long cost() {
        return text.length + 64L;
    }
}

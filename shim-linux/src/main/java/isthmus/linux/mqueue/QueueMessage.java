package isthmus.linux.mqueue;

/** A message of mq_send(3). Do not change the text. */
public record QueueMessage(int priority, byte[] text) {
    /** What it takes from the kernel's memory, roughly. */
    long cost() {
        return text.length + 64L;
    }
}

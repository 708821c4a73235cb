package isthmus.core.socket;

import java.util.concurrent.atomic.AtomicInteger;

/** What of a socket's send buffer is taken by messages that nobody has read yet. Thread-safe. */
final class SendBuffer {
    private final SocketOptions options;
    private final AtomicInteger used = new AtomicInteger();

    SendBuffer(SocketOptions options) {
        this.options = options;
    }

    /** Bytes, with what each message costs besides its data. */
    int used() {
        return used.get();
    }

    boolean hasRoom() {
        return used.get() < options.sendBuffer();
    }

    /** Whether poll(2) calls it writable: no more than a quarter is taken. */
    boolean isLow() {
        return used.get() << 2 <= options.sendBuffer();
    }

    void charge(int bytes) {
        used.addAndGet(bytes);
    }

    /** Whether it is low then. */
    boolean discharge(int bytes) {
        return used.addAndGet(-bytes) << 2 <= options.sendBuffer();
    }
}

package isthmus.linux.ipc;

import java.nio.ByteBuffer;

/**
 * A {@code struct sembuf} (semop(2)).
 *
 * @param number of the semaphore in its set, from 0 to 65535
 * @param change what is added; 0 waits for zero
 */
public record SemaphoreOperation(int number, int change, int flags) {
    public static final int BYTES = 6;

    private static final int IPC_NOWAIT = 04000;
    private static final int SEM_UNDO = 0x1000;

    /** The next one of an array. */
    public static SemaphoreOperation of(ByteBuffer source) {
        return new SemaphoreOperation(source.getShort() & 0xffff, source.getShort(), source.getShort());
    }

    boolean waits() {
        return (flags & IPC_NOWAIT) == 0;
    }

    boolean isUndone() {
        return (flags & SEM_UNDO) != 0;
    }
}

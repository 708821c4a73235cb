package isthmus.linux.tty;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands what a terminal shows to the host, if its master is no program but the console. The thread that made the output
 * writes it, so a slow host slows the program down, as a terminal would.
 */
final class ConsoleOutput {
    private static final int PIECE = 8192;

    /** Where the bytes go; may block. */
    @FunctionalInterface
    interface Target {
        void write(byte[] bytes, int count);
    }

    private final Pty pty;
    /** Held while bytes are taken and written, so that they stay in order; before the pair's monitor. */
    private final ReentrantLock writing = new ReentrantLock();

    /** Guarded by {@code writing}. Made at the first use: most pairs have no console. */
    private ByteBuffer piece;

    private volatile Target target;

    ConsoleOutput(Pty pty) {
        this.pty = pty;
    }

    void setTarget(Target target) {
        this.target = target;
        drain();
    }

    /** Writes all there is. Nothing to do, nearly always, where there is no console. */
    void drain() {
        Target to = target;
        if (to == null || writing.isHeldByCurrentThread()) {
            return;
        }
        writing.lock();
        try {
            if (piece == null) {
                piece = ByteBuffer.allocate(PIECE);
            }
            while (take() > 0) {
                to.write(piece.array(), piece.position());
            }
        } finally {
            writing.unlock();
        }
    }

    private int take() {
        synchronized (pty) {
            return pty.takeOutput(piece.clear(), PIECE);
        }
    }
}

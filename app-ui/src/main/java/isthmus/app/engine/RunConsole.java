package isthmus.app.engine;

import isthmus.linux.tty.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The window's end of a run's terminal. Any thread may call its methods; those that hand something to the guest only put
 * it on a queue, and a thread of the console's own delivers it in order. It may be used before the program runs, and does
 * nothing after the run has ended.
 */
public final class RunConsole {
    /** Takes what the terminal shows, one piece after another, on the guest's threads: while it takes its time the guest waits. */
    @FunctionalInterface
    public interface Output {
        /** @param bytes valid during the call only */
        void show(byte[] bytes, int offset, int count) throws IOException;
    }

    private static final int PENDING_LIMIT = 4 << 20;
    private static final int PIECE = 1 << 16;
    /** The guest does not read, so its buffers are full: so soon is looked again. */
    private static final long RETRY_MILLIS = 5;

    /** Guarded by this, as is all that follows. No other lock is taken with it held. */
    private final Deque<byte[]> pending = new ArrayDeque<>();

    private int pendingBytes;
    private int columns;
    private int rows;
    private boolean resized;
    private boolean hungUp;
    private boolean ended;
    private Output output;
    private Console console;

    RunConsole(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
    }

    // --- for the window -------------------------------------------------------------------------------------------

    /** Where the output goes from now on, what was written before included. The first exception ends it: what comes then is dropped. */
    public void setOutput(Output taker) {
        Console attached;
        synchronized (this) {
            output = taker;
            attached = console;
        }
        if (attached != null) {
            attached.setOutput(stream(taker));
        }
    }

    /** Types bytes; false, and nothing is typed, if so much waits that the guest does not read (4 MiB). */
    public boolean type(byte[] bytes) {
        synchronized (this) {
            if (pendingBytes + bytes.length > PENDING_LIMIT) {
                return false;
            }
            for (int at = 0; at < bytes.length; at += PIECE) {
                put(Arrays.copyOfRange(bytes, at, Math.min(at + PIECE, bytes.length)));
            }
            return true;
        }
    }

    /** Types bytes, and waits while very much is pending. Not for a thread that must not wait. */
    public void typeAll(byte[] bytes, int offset, int count) throws InterruptedException {
        for (int at = offset; at < offset + count; at += PIECE) {
            byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(at + PIECE, offset + count));
            synchronized (this) {
                while (pendingBytes + piece.length > PENDING_LIMIT && !ended) {
                    wait();
                }
                put(piece);
            }
        }
    }

    private synchronized void put(byte[] bytes) {
        if (!ended && bytes.length > 0) {
            pending.add(bytes);
            pendingBytes += bytes.length;
            notifyAll();
        }
    }

    /** The size of the window in characters, 1 to 65535 each; the foreground programs hear of a change. */
    public synchronized void resize(int newColumns, int newRows) {
        if (newColumns != columns || newRows != rows) {
            columns = newColumns;
            rows = newRows;
            resized = true;
            notifyAll();
        }
    }

    /** Hangs up, as when a window closes: the session's leader gets SIGHUP. What was typed before is delivered first, if it can be. */
    public synchronized void hangUp() {
        hungUp = true;
        notifyAll();
    }

    // --- for the run ----------------------------------------------------------------------------------------------

    /** Connects it with the guest's terminal, before the program starts, which finds its size set. */
    void attach(Console guest) {
        Output taker;
        synchronized (this) {
            console = guest;
            taker = output;
            resized = false;
        }
        guest.resize(columns, rows);
        if (taker != null) {
            guest.setOutput(stream(taker));
        }
    }

    /** The program runs: what was typed until now, and what will be, goes to it. */
    void begin() {
        Console guest;
        synchronized (this) {
            guest = console;
        }
        Thread thread = new Thread(() -> deliver(guest), "isthmus-console");
        thread.setDaemon(true);
        thread.start();
    }

    /** The run has ended. */
    synchronized void end() {
        ended = true;
        console = null;
        output = null;
        pending.clear();
        pendingBytes = 0;
        notifyAll();
    }

    private void deliver(Console guest) {
        try {
            while (await()) {
                resizeIfAsked(guest);
                byte[] first = first();
                if (first == null) {
                    if (takeHangUp()) {
                        guest.close();
                        return;
                    }
                } else {
                    int taken = guest.write(first, 0, first.length);
                    took(first, taken);
                    if (taken == 0 && isHungUp()) {
                        guest.close();
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts it, but if so it is to end
        }
    }

    /** Until there is something to do; false at the end. */
    private synchronized boolean await() throws InterruptedException {
        while (!ended && !resized && !hungUp && pending.isEmpty()) {
            wait();
        }
        return !ended;
    }

    private void resizeIfAsked(Console guest) {
        int toColumns;
        int toRows;
        synchronized (this) {
            if (!resized) {
                return;
            }
            resized = false;
            toColumns = columns;
            toRows = rows;
        }
        guest.resize(toColumns, toRows);
    }

    private synchronized byte[] first() {
        return pending.peek();
    }

    private synchronized boolean isHungUp() {
        return hungUp;
    }

    private synchronized boolean takeHangUp() {
        return hungUp && !ended;
    }

    private synchronized void took(byte[] first, int count) throws InterruptedException {
        if (count == 0) {
            pause();
            return;
        }
        if (ended) {
            return;
        }
        pending.remove();
        pendingBytes -= count;
        if (count < first.length) {
            pending.addFirst(Arrays.copyOfRange(first, count, first.length));
        }
        notifyAll();
    }

    /** Waits a little, or until there is something else to do. */
    private synchronized void pause() throws InterruptedException {
        long end = System.nanoTime() + RETRY_MILLIS * 1_000_000;
        for (long left = RETRY_MILLIS; left > 0 && !ended && !resized; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    private static OutputStream stream(Output taker) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                try {
                    taker.show(bytes, offset, count);
                } catch (RuntimeException e) {
                    throw new IOException("the window's terminal failed", e);
                }
            }
        };
    }
}

package isthmus.core.time;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The page from which programs compute the time without the kernel; they may only read it. Its numbers belong together: a
 * reader takes the sequence number before and after, and begins again if it has changed. While it is odd, or more cycles
 * than the horizon have passed, or the counter has gone back, the kernel has to be asked. At first it says that always.
 *
 * <p>Not thread-safe for writers.
 */
public final class ClockPage {
    /** The sequence number, 32 bits; then, 64 bits each, the cycles at which the page was written, and how many it is good for. */
    public static final int SEQUENCE = 0x00, CYCLES = 0x08, HORIZON = 0x10;
    /** 32 bits: not zero if a task may be on another processor than the first. */
    public static final int PROCESSORS = 0x18;
    /** The two clocks: what they showed then, as seconds and nanoseconds, and their {@link ClockLine} rate; 64 bits each. */
    public static final int MONOTONIC = 0x20, REALTIME = 0x40;
    /** In a clock. */
    public static final int SECONDS = 0x00, NANOS = 0x08, RATE = 0x10;
    /** The product of cycles and rate is to be shifted right by so many bits. */
    public static final int RATE_BITS = ClockLine.RATE_BITS;

    private static final long SECOND = 1_000_000_000L;
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer page;
    private int sequence;

    /** @param page all zero, aligned to 8 bytes; its position does not matter */
    public ClockPage(ByteBuffer page) {
        this.page = page.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** From now on, whatever a reader has begun is void. */
    void begin() {
        INT.setVolatile(page, SEQUENCE, ++sequence);
    }

    /** Fills the page, between {@link #begin()} and {@link #end()}. */
    void write(long cycles, long horizon, ClockLine monotonic, ClockLine realtime) {
        page.putLong(CYCLES, cycles).putLong(HORIZON, horizon);
        write(MONOTONIC, monotonic);
        write(REALTIME, realtime);
    }

    private void write(int at, ClockLine line) {
        page.putLong(at + SECONDS, Math.floorDiv(line.nanos(), SECOND));
        page.putLong(at + NANOS, Math.floorMod(line.nanos(), SECOND));
        page.putLong(at + RATE, line.rate());
    }

    void end() {
        INT.setVolatile(page, SEQUENCE, ++sequence);
    }

    /** A task may be on another processor than the first from now on, so that programs have to ask. */
    public void processorsDiffer() {
        INT.setVolatile(page, PROCESSORS, 1);
    }
}

package isthmus.core.memory;

import isthmus.core.Errno;
import java.nio.ByteBuffer;

/**
 * A guest's memory as system calls see it. Every method throws {@link Errno#EFAULT}'s exception where the guest itself
 * could not make the access; bytes before the first bad page may have been copied then. All integers are little endian.
 * What is read was copied: the guest cannot change it afterwards.
 */
public interface GuestMemory {
    byte readByte(long address);

    short readShort(long address);

    int readInt(long address);

    long readLong(long address);

    void writeByte(long address, byte value);

    void writeShort(long address, short value);

    void writeInt(long address, int value);

    void writeLong(long address, long value);

    /** Fills {@code target[offset, offset + length)}. */
    void read(long address, byte[] target, int offset, int length);

    void write(long address, byte[] source, int offset, int length);

    /** Copies as many bytes as {@code target} has remaining. */
    void read(long address, ByteBuffer target);

    /** Copies all that {@code source} has remaining. */
    void write(long address, ByteBuffer source);

    /** The bytes up to a NUL, in ISO 8859-1, without it; {@code tooLong} if none is among the first {@code limit} bytes. */
    String readString(long address, int limit, Errno tooLong);

    /** Path names: {@link #readString} with 4096 and {@link Errno#ENAMETOOLONG}. */
    default String readPath(long address) {
        return readString(address, 4096, Errno.ENAMETOOLONG);
    }

    default byte[] readBytes(long address, int length) {
        byte[] bytes = new byte[length];
        read(address, bytes, 0, length);
        return bytes;
    }

    default void write(long address, byte[] source) {
        write(address, source, 0, source.length);
    }

    /**
     * Hands contiguous pieces of guest memory, in order, to {@code consumer}, without copying, for reading or writing
     * file data in place. Stops early when the consumer moves less than the whole piece or there is bad memory after
     * at least one byte was moved. Returns the number of bytes moved; EFAULT if the first byte is bad. An
     * {@link isthmus.core.ErrnoException} of the consumer passes through if nothing was moved before. The consumer may
     * take locks, which the caller must not hold: a fork that waits for transfers to end keeps others from beginning. It must
     * not change mappings of this process and must not fork.
     */
    long transfer(long address, long length, boolean writeToGuest, Transfer consumer);

    /** One piece of a {@link #transfer}. */
    @FunctionalInterface
    interface Transfer {
        /** Moves bytes into or out of {@code piece} from its position on; its position afterwards says how many. */
        void move(ByteBuffer piece);
    }

    /** Reads an aligned int (EINVAL) with the effects of a volatile read. */
    int readIntVolatile(long address);

    /** Atomically replaces the aligned (EINVAL) int at {@code address} if it is {@code expected}; returns what was there. */
    int compareAndExchangeInt(long address, int expected, int value);
}

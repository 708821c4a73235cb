package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.memory.GuestMemory;

/**
 * {@code struct msghdr} of sendmsg(2) and recvmsg(2), copied.
 *
 * @param address where it lies
 * @param name of the address in guest memory, 0 for none
 * @param buffers what the iovec array names
 * @param control of the control messages in guest memory
 */
record MessageHeader(long address, long name, int nameLength, GuestBuffers buffers, long control, int controlLength) {
    private static final int NAME_LENGTH = 8, IOV = 16, IOV_LENGTH = 24, CONTROL = 32, CONTROL_LENGTH = 40, FLAGS = 48;
    /** sizeof(struct msghdr), and of a {@code struct mmsghdr}, whose length field comes behind it. */
    static final int SIZE = 56, MULTIPLE = 64;

    static MessageHeader read(GuestMemory memory, long address) {
        long name = memory.readLong(address);
        int nameLength = memory.readInt(address + NAME_LENGTH);
        if (nameLength < 0) {
            throw Errno.EINVAL.exception();
        }
        long count = memory.readLong(address + IOV_LENGTH);
        if (Long.compareUnsigned(count, GuestBuffers.UIO_MAXIOV) > 0) {
            throw Errno.EMSGSIZE.exception();
        }
        long controlLength = memory.readLong(address + CONTROL_LENGTH);
        if (Long.compareUnsigned(controlLength, Integer.MAX_VALUE) > 0) {
            throw Errno.ENOBUFS.exception();
        }
        long control = memory.readLong(address + CONTROL);
        return new MessageHeader(
                address,
                name,
                name == 0 ? 0 : Math.min(nameLength, SocketAddresses.STORAGE),
                GuestBuffers.vector(memory, memory.readLong(address + IOV), count),
                control,
                control == 0 ? 0 : (int) controlLength);
    }

    /** What recvmsg(2) leaves behind. */
    void writeBack(GuestMemory memory, int flags, int controlUsed) {
        memory.writeInt(address + FLAGS, flags);
        memory.writeLong(address + CONTROL_LENGTH, controlUsed);
    }

    /** Where the length of the name is written. */
    long nameLengthAddress() {
        return address + NAME_LENGTH;
    }
}

package isthmus.linux.elf;

import java.nio.ByteBuffer;

/** An entry of the program header table of an ELF64 file (elf(5)). Numbers are as in the file, unchecked. */
record ProgramHeader(int type, int flags, long offset, long address, long fileSize, long memorySize, long align) {
    static final int PT_LOAD = 1, PT_INTERP = 3, PT_GNU_STACK = 0x6474e551;
    static final int PF_X = 1, PF_W = 2, PF_R = 4;
    /** Bytes of an entry. */
    static final int BYTES = 56;

    static ProgramHeader read(ByteBuffer b) {
        int type = b.getInt();
        int flags = b.getInt();
        long offset = b.getLong();
        long address = b.getLong();
        b.getLong(); // the physical address, which means nothing
        return new ProgramHeader(type, flags, offset, address, b.getLong(), b.getLong(), b.getLong());
    }

    boolean isLoad() {
        return type == PT_LOAD;
    }

    /** {@code PROT_*} bits. */
    int protection() {
        return ((flags & PF_R) != 0 ? 1 : 0) | ((flags & PF_W) != 0 ? 2 : 0) | ((flags & PF_X) != 0 ? 4 : 0);
    }

    /** The first address after the contents that the file holds. */
    long fileEnd() {
        return address + fileSize;
    }

    /** The first address after it. */
    long memoryEnd() {
        return address + memorySize;
    }
}

package isthmus.core.patch;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What an ELF file says of its code: where functions start and end (frame descriptions and symbols with a size), and
 * which places are targets of branches. The file is not trusted: whatever does not fit is left out. A wrong answer makes
 * a program that lies about itself run wrongly; it lets nothing out.
 */
public final class ElfCode {
    private static final int PT_LOAD = 1, PT_GNU_EH_FRAME = 0x6474e550, PF_X = 1;
    private static final int SHT_SYMTAB = 2, SHT_DYNSYM = 11, SYMBOL_BYTES = 24;
    /** Of Go 1.20; that of Go 1.18 is one less. */
    private static final int GO_MAGIC = 0xfffffff1;

    private static final int MOST_BYTES = 256 << 20;

    /** A loadable part: file offset, address, bytes in the file. */
    private record Segment(long offset, long address, long bytes, boolean executable) {}

    private final ByteSource file;
    private final List<Segment> segments = new ArrayList<>();
    private final FunctionRanges frames = new FunctionRanges();
    private final FunctionRanges symbols = new FunctionRanges();
    private long frameHeader = -1;
    private BitSet targets;
    private long targetsFrom;

    private ElfCode(ByteSource file) {
        this.file = file;
    }

    /** Never null; without functions if the file is no ELF file for this processor. */
    public static ElfCode read(ByteSource file) {
        ElfCode result = new ElfCode(file);
        try {
            result.readHeaders();
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            // the file lies about its sizes: what was read so far holds
        }
        result.frames.sort();
        result.symbols.sort();
        return result;
    }

    /** Where the function that contains an offset of the file starts and ends; null if none is known. */
    public long[] function(long offset) {
        long[] frame = frames.find(offset);
        return frame != null ? frame : symbols.find(offset);
    }

    /** How many functions are known. */
    public int functions() {
        return Math.max(frames.count(), symbols.count());
    }

    private void readHeaders() {
        ByteBuffer header = bytes(0, 64);
        if (header.getInt(0) != 0x464c457f || header.get(4) != 2 || header.getShort(18) != 62) {
            return;
        }
        int size = header.getShort(54) & 0xffff;
        int count = header.getShort(56) & 0xffff;
        ByteBuffer table = bytes(header.getLong(32), size * count);
        for (int i = 0; i < count && size >= 56; i++) {
            int at = i * size;
            Segment segment = new Segment(
                    table.getLong(at + 8),
                    table.getLong(at + 16),
                    table.getLong(at + 32),
                    (table.getInt(at + 4) & PF_X) != 0);
            if (table.getInt(at) == PT_LOAD) {
                segments.add(segment);
            } else if (table.getInt(at) == PT_GNU_EH_FRAME) {
                frameHeader = segment.address;
            }
        }
        boolean found = frameHeader != -1 && readFrames(framesFromHeader());
        readSections(header, !found);
    }

    private void readSections(ByteBuffer header, boolean wantFrames) {
        int size = header.getShort(58) & 0xffff;
        int count = header.getShort(60) & 0xffff;
        if (size < 64 || count == 0) {
            return;
        }
        ByteBuffer table = bytes(header.getLong(40), size * count);
        int namesAt = (header.getShort(62) & 0xffff) * size;
        long names = namesAt < size * count ? table.getLong(namesAt + 24) : 0;
        for (int i = 0; i < count; i++) {
            int at = i * size;
            int type = table.getInt(at + 4);
            if (type == SHT_SYMTAB || type == SHT_DYNSYM) {
                readSymbols(table.getLong(at + 24), table.getLong(at + 32));
            } else if (isNamed(names + table.getInt(at), ".gopclntab\0")) {
                readGoFunctions(upTo(table.getLong(at + 24), table.getLong(at + 32)));
            } else if (wantFrames && isNamed(names + table.getInt(at), ".eh_frame\0")) {
                readFrames(table.getLong(at + 16));
            }
        }
    }

    private boolean isNamed(long offset, String name) {
        ByteBuffer bytes = upTo(offset, name.length());
        for (int i = 0; i < name.length(); i++) {
            if (i >= bytes.limit() || bytes.get(i) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void readSymbols(long offset, long length) {
        ByteBuffer table = upTo(offset, length);
        for (int at = 0; at + SYMBOL_BYTES <= table.limit(); at += SYMBOL_BYTES) {
            int type = table.get(at + 4) & 15;
            if (type == 2 || type == 10) {
                add(symbols, table.getLong(at + 8), table.getLong(at + 16));
            }
        }
    }

    /** The table of functions that every Go program carries (Go's debug/gosym, from Go 1.18 on). */
    private void readGoFunctions(ByteBuffer table) {
        if (table.limit() < 72 || (table.getInt(0) | 1) != GO_MAGIC || table.get(7) != 8) {
            return;
        }
        long count = table.getLong(8);
        long text = table.getLong(24);
        long first = table.getLong(64);
        for (long i = 0; i < count && first >= 0 && first + 8 * i + 12 <= table.limit(); i++) {
            int at = (int) (first + 8 * i);
            long start = table.getInt(at) & 0xffffffffL;
            add(symbols, text + start, (table.getInt(at + 8) & 0xffffffffL) - start);
        }
    }

    private void add(FunctionRanges ranges, long address, long length) {
        for (Segment segment : segments) {
            long within = address - segment.address;
            if (segment.executable && within >= 0 && length > 0 && within < segment.bytes) {
                long start = segment.offset + within;
                ranges.add(start, start + Math.min(length, segment.bytes - within));
            }
        }
    }

    /** The address of .eh_frame (Linux Standard Base, .eh_frame_hdr); 0 if the header has an unusual form. */
    private long framesFromHeader() {
        ByteBuffer header = upTo(offsetOf(frameHeader), 8);
        boolean usual = header.limit() == 8 && header.get(0) == 1 && header.get(1) == 0x1b;
        return usual ? frameHeader + 4 + header.getInt(4) : 0;
    }

    private boolean readFrames(long address) {
        long offset = offsetOf(address);
        if (offset < 0) {
            return false;
        }
        new FrameReader(upTo(offset, segmentRest(address)), address, (start, length) -> add(frames, start, length))
                .read();
        return frames.count() > 0;
    }

    private long segmentRest(long address) {
        for (Segment segment : segments) {
            if (address >= segment.address && address < segment.address + segment.bytes) {
                return segment.bytes - (address - segment.address);
            }
        }
        return 0;
    }

    private long offsetOf(long address) {
        for (Segment segment : segments) {
            if (address >= segment.address && address < segment.address + segment.bytes) {
                return segment.offset + (address - segment.address);
            }
        }
        return -1;
    }

    private ByteBuffer bytes(long offset, int length) {
        ByteBuffer result = upTo(offset, length);
        if (result.limit() < length) {
            throw new IndexOutOfBoundsException(length);
        }
        return result;
    }

    private ByteBuffer upTo(long offset, long length) {
        long there = Math.min(Math.min(length, MOST_BYTES), file.size() - offset);
        if (offset < 0 || there <= 0) {
            return ByteBuffer.allocate(0);
        }
        ByteBuffer result = ByteBuffer.allocate((int) there).order(ByteOrder.LITTLE_ENDIAN);
        file.read(offset, result);
        return result.flip();
    }

    // --- targets of branches
    // ------------------------------------------------------------------------------------------

    /**
     * Whether bytes anywhere in the executable parts could be a branch with a distance of four bytes to an offset,
     * decoded in step or not.
     */
    public synchronized boolean mayBeTarget(long offset) {
        if (targets == null) {
            targets = new BitSet();
            targetsFrom = Long.MAX_VALUE;
            for (Segment segment : segments) {
                targetsFrom = segment.executable ? Math.min(targetsFrom, segment.offset) : targetsFrom;
            }
            for (Segment segment : segments) {
                if (segment.executable) {
                    collectTargets(segment);
                }
            }
        }
        long bit = offset - targetsFrom;
        return bit < 0 || bit > Integer.MAX_VALUE || targets.get((int) bit);
    }

    private void collectTargets(Segment segment) {
        ByteBuffer code = upTo(segment.offset, segment.bytes);
        int limit = code.limit();
        byte[] bytes = new byte[limit];
        code.get(0, bytes);
        for (int i = 0; i + 5 <= limit; i++) {
            int opcode = bytes[i] & 0xff;
            boolean branch = (opcode & 0xfe) == 0xe8 || (opcode & 0xf0) == 0x80 && i > 0 && bytes[i - 1] == 0x0f;
            if (branch) {
                long target = i + 5L + code.getInt(i + 1);
                boolean inside = target >= 0 && target < limit;
                setTarget(inside ? segment.offset + target : offsetOf(segment.address + target));
            }
        }
    }

    private void setTarget(long offset) {
        long bit = offset - targetsFrom;
        if (offset >= 0 && bit >= 0 && bit <= Integer.MAX_VALUE) {
            targets.set((int) bit);
        }
    }
}

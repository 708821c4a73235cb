package isthmus.core.patch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The memory of one address space for code of ours. It comes in areas of 64 KiB: first data, which never becomes
 * executable, then code. Not thread-safe.
 */
final class HiddenCode {
    private static final int AREA = 1 << 16;
    private static final int DATA = 6 << 12;
    private static final int CELL = 8;
    private static final int ALIGNMENT = 16;
    /** Where the first code is in an area. */
    private static final int LOOKUP = DATA + ALIGNMENT;

    private static final long NEAR = Integer.MAX_VALUE - (1L << 24);
    /** 256 MiB. */
    private static final int MOST_AREAS = 4096;
    /** Areas that may have room, to try before there is a new one. */
    private static final int MOST_TRIED = 4;
    /** Distances to try, so that no distance in the code happens to contain a pair. */
    private static final int[] ATTEMPTS = {0, 0x110, 0x250, 0x390};

    private static final class Area {
        final long start;
        /** Where its {@link Lookup} is; 0 if its copies are not linked. */
        final long lookup;

        /** By where it is kept, in units of {@link #CELL}; 0 where there is a record of {@link Links}. */
        private long[] constants = new long[16];

        int data;
        int code;

        Area(long start, boolean linked) {
            this.start = start;
            this.lookup = linked ? start + LOOKUP : 0;
            this.code = firstCode();
        }

        private int firstCode() {
            return lookup == 0 ? LOOKUP : LOOKUP + (Lookup.BYTES + 2 * ALIGNMENT - 1 & -ALIGNMENT);
        }

        /** Where a constant is kept; 0 if nowhere yet. */
        long constant(long value) {
            for (int i = 0; value != 0 && i < Math.min(data / CELL, constants.length); i++) {
                if (constants[i] == value) {
                    return start + (long) i * CELL;
                }
            }
            return 0;
        }

        void setConstant(long address, long value) {
            int i = (int) (address - start) / CELL;
            if (i >= constants.length) {
                constants = Arrays.copyOf(constants, Math.min(DATA / CELL, i + (i >> 1)));
            }
            constants[i] = value;
        }

        boolean isUnused() {
            return code == firstCode();
        }

        boolean mayHold(int room, boolean linked) {
            return linked == (lookup != 0) && code + room + ALIGNMENT <= AREA && data + CELL <= DATA;
        }

        Area(Area other) {
            this.start = other.start;
            this.lookup = other.lookup;
            this.constants = other.constants.clone();
            this.data = other.data;
            this.code = other.code;
        }
    }

    /** Makes a copy for a place; null if it does not fit there. */
    interface Maker {
        CodeCopy make(long base, Relocator.Constants constants, long entryCell, Relocator.Exits exits);
    }

    private final long entry;
    private final Links links;
    private final List<Area> areas = new ArrayList<>();

    HiddenCode(long entry, Links links) {
        this.entry = entry;
        this.links = links;
    }

    HiddenCode copy(Links otherLinks) {
        HiddenCode copy = new HiddenCode(entry, otherLinks);
        areas.forEach(area -> copy.areas.add(new Area(area)));
        return copy;
    }

    /** Whether an address is in the part of an area that holds code. */
    boolean isCode(long address) {
        for (Area area : areas) {
            if (address >= area.start + DATA && address < area.start + AREA) {
                return true;
            }
        }
        return false;
    }

    /** The blocks of 64 KiB that areas and the table take. */
    List<Long> blocks() {
        List<Long> blocks = new ArrayList<>();
        areas.forEach(area -> blocks.add(area.start >>> 16));
        links.addBlocks(blocks);
        return blocks;
    }

    /** How far the {@link Lookup} has been run where an address is in one; -1 if it is in none. */
    int lookupOffset(long address) {
        for (Area area : areas) {
            long offset = address - area.lookup;
            if (area.lookup != 0 && offset >= 0 && offset < Lookup.BYTES) {
                return (int) offset;
            }
        }
        return -1;
    }

    /**
     * Makes a copy near an address and writes it.
     *
     * @param room how many bytes it takes at most
     * @param linked whether it goes on in other copies where there are any, by {@link Links}
     * @return null if it cannot be made
     */
    CodeCopy place(CodeRegion region, long near, int room, boolean linked, Maker maker) {
        boolean isLinked = linked && links.table(region, near) != 0;
        int tried = 0;
        boolean isPossible = room <= AREA - DATA - 0x400;
        for (int i = areas.size() - 1; i >= 0 && tried < MOST_TRIED; i--) {
            Area area = areas.get(i);
            if (!area.mayHold(room, isLinked) || Math.abs(area.start - near) > NEAR) {
                continue;
            }
            boolean unused = area.isUnused();
            CodeCopy made = place(region, area, near, room, maker);
            if (made != null) {
                return made;
            }
            tried++;
            isPossible &= !unused; // what cannot be made there cannot be made in another new one
        }
        Area area = isPossible ? newArea(region, near, isLinked) : null;
        return area == null ? null : place(region, area, near, room, maker);
    }

    private Area newArea(CodeRegion region, long near, boolean linked) {
        long start = areas.size() < MOST_AREAS ? region.allocateHidden(near, AREA) : 0;
        if (start == 0) {
            return null;
        }
        Area area = new Area(start, linked);
        areas.add(area);
        if (linked) {
            region.writeHidden(
                    area.lookup, Lookup.code(area.lookup, constant(region, area, links.table(region, near))));
        }
        return area;
    }

    private CodeCopy place(CodeRegion region, Area area, long near, int room, Maker maker) {
        if (Math.abs(area.start - near) > NEAR) {
            return null;
        }
        Relocator.Exits exits = area.lookup == 0
                ? null
                : new Relocator.Exits() {
                    @Override
                    public long cell(long guest) {
                        return HiddenCode.this.cell(region, area, guest);
                    }

                    @Override
                    public long lookup() {
                        return area.lookup;
                    }
                };
        for (int attempt : ATTEMPTS) {
            int at = area.code + attempt;
            if (at + room + ALIGNMENT > AREA) {
                return null;
            }
            CodeCopy made = maker.make(
                    area.start + at, value -> constant(region, area, value), constant(region, area, entry), exits);
            if (made != null && made.length() <= room) {
                region.writeHidden(made.start, made.code);
                area.code = at + made.length() + 2 * ALIGNMENT - 1 & -ALIGNMENT; // zeroes stay between two copies
                return made.written();
            }
        }
        return null;
    }

    /** Where copies in an area find the place to go on for an address; 0 if there is no room. */
    private long cell(CodeRegion region, Area area, long guest) {
        long known = links.cell(guest, area.start, NEAR);
        if (known != 0 || area.data + Links.RECORD > DATA) {
            return known;
        }
        area.data += Links.RECORD;
        return links.add(region, area.start + area.data - Links.RECORD, guest);
    }

    /** Has indirect jumps find an address that has a copy. */
    void enter(CodeRegion region, long guest) {
        if (links.cell(guest, guest, Long.MAX_VALUE) == 0) {
            Area last = null;
            for (Area area : areas) {
                last = area.lookup != 0 && area.data + Links.RECORD <= DATA ? area : last;
            }
            if (last == null || cell(region, last, guest) == 0) {
                return;
            }
        }
        links.enter(region, guest);
    }

    private static long constant(CodeRegion region, Area area, long value) {
        long known = area.constant(value);
        if (known != 0) {
            return known;
        }
        if (area.data + CELL > DATA) {
            return 0;
        }
        long address = area.start + area.data;
        area.data += CELL;
        region.writeHidden(
                address,
                ByteBuffer.allocate(CELL)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value)
                        .array());
        area.setConstant(address, value);
        return address;
    }
}

package isthmus.core.memory;

/** Consecutive bytes of physical memory, in one segment. */
record Span(long physical, int bytes) {
    private int first() {
        return (int) (physical >>> PhysicalMemory.BLOCK_SHIFT);
    }

    private int blocks() {
        return (int) (physical + bytes - 1 >>> PhysicalMemory.BLOCK_SHIFT) - first() + 1;
    }

    /** Keeps the memory from being given back. */
    void retain(PhysicalMemory memory) {
        for (int i = 0; i < blocks(); i++) {
            memory.retain(first() + i);
        }
    }

    void release(PhysicalMemory memory) {
        memory.release(first(), blocks());
    }
}

package isthmus.core.memory;

/**
 * What makes two futexes the same (futex(2)).
 *
 * @param owner the {@link AddressSpace} of private memory or the {@link MemoryObject} of shared memory
 * @param offset the address in it
 */
public record FutexKey(Object owner, long offset) {
    @Override
    public boolean equals(Object other) {
        return other instanceof FutexKey key && key.owner == owner && key.offset == offset;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(owner) * 31 + Long.hashCode(offset);
    }
}

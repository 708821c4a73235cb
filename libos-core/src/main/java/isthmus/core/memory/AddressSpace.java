package isthmus.core.memory;

/** The memory of a guest process: its mappings and what backs them. To be filled by the memory engineer. */
public final class AddressSpace {
    /** System calls' access to it. */
    public GuestMemory memory() {
        throw new UnsupportedOperationException("the memory engineer is at work");
    }
}

package isthmus.core.memory;

/**
 * Memory with an identity of its own, that can be mapped more than once and be the contents of a file: shared anonymous
 * memory, a file in memory, the cached pages of another file. To be filled by the memory engineer.
 */
public abstract class MemoryObject {}

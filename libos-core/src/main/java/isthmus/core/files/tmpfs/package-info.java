/**
 * Files in memory. Locks, in this order: an open file's offset; {@link isthmus.core.files.tmpfs.MemoryFileSystem#tree},
 * which guards what is in which directory and all link counts; an inode's monitor, which guards its attributes and, of a
 * regular file, which data it has; those of {@link isthmus.core.memory.MemoryObject}.
 */
package isthmus.core.files.tmpfs;

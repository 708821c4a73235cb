/**
 * Futexes (futex(2)): waiting for a word in memory to change.
 *
 * <p>Lock order: the monitor of a {@link isthmus.linux.futex.Bucket}, a second one of a higher index, then the locks of guest
 * memory. Sleepers are woken without a lock. Nothing of the task tree is locked here; it is only looked up.
 */
package isthmus.linux.futex;

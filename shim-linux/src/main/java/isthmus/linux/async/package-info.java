/**
 * Signals about open files: O_ASYNC, F_SETOWN, F_SETSIG and F_NOTIFY of fcntl(2). Locks: {@link
 * isthmus.linux.async.FileSignals}'s monitor is a leaf but for wait queues and lists of watches; signals are sent without
 * it, by whoever made the file ready, who may hold the file's lock.
 */
package isthmus.linux.async;

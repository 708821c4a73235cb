/** Watching files (inotify(7)). The monitor of an {@link isthmus.core.inotify.Inotify} is a leaf but for wait queues. */
package isthmus.core.inotify;

/**
 * Processes and tasks: the tree, how they come to be, run programs and end.
 *
 * <p>Lock order: the task lock (the monitor of {@link isthmus.linux.task.ProcessTree}), then the signal locks of a process,
 * then wait queues. No lock is held while a guest runs.
 *
 * <p>Who sends a signal that ends a process at once (SIGKILL at least) calls
 * {@link isthmus.linux.task.ProcessTree#exitProcess}, so that tasks that wait uninterruptibly or are stopped go, too. Who
 * makes a signal deliverable calls {@link isthmus.linux.task.Task#kick}.
 */
package isthmus.linux.task;

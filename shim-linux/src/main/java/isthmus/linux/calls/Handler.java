package isthmus.linux.calls;

import isthmus.linux.task.Task;

/** What carries out one system call. Returns the result, or throws an {@link isthmus.core.ErrnoException}. */
@FunctionalInterface
public interface Handler {
    long call(Task task, Args args);
}

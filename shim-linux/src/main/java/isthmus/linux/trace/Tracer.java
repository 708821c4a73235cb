package isthmus.linux.trace;

import isthmus.linux.calls.Args;
import isthmus.linux.calls.SystemCall;
import isthmus.linux.task.Task;

/**
 * Hears of system calls, signals, starts and ends of tasks. Called by the threads that serve the tasks, several at once;
 * must be quick, must not throw and must not block. Nothing but {@link #isOn()} is called while that is false.
 */
public interface Tracer {
    /** Whether the other methods are to be called; read before each system call, so it must cost next to nothing. */
    boolean isOn();

    /**
     * A task asks for a system call.
     *
     * @param call its row, or null for a number that no table has
     */
    void entry(Task task, long number, SystemCall call, Args args);

    /** The call that {@link #entry} told of is over; {@code result} is what the guest sees, a restart code included. */
    void exit(Task task, long number, SystemCall call, Args args, long result);

    /** A signal is delivered to the task. */
    default void signal(Task task, int signal, int code) {}

    /** A task is there. */
    default void started(Task task) {}

    /** A task ended; {@code waitStatus} as wait(2) gives it. */
    default void ended(Task task, int waitStatus) {}

    /** A program has replaced another one ({@code execve}). */
    default void executed(Task task, String path) {}

    /** Traces nothing. */
    Tracer OFF = new Tracer() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public void entry(Task task, long number, SystemCall call, Args args) {}

        @Override
        public void exit(Task task, long number, SystemCall call, Args args, long result) {}
    };
}

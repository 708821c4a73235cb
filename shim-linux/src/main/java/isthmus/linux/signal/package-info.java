/**
 * Signals as Linux knows them (signal(7)): queues, actions, delivery through frames on the guest's stack, restarts.
 *
 * <p>Lock order: the monitor of {@link isthmus.linux.signal.ProcessSignals} guards the pending signals, masks and stop
 * state of all tasks of one process. It is a leaf towards the process tree: nothing that takes another lock is called
 * under it, but for {@link isthmus.linux.signal.SignalHandlers}, {@link isthmus.linux.signal.PendingLimit} and wait
 * queues, and never the monitor of another process.
 */
package isthmus.linux.signal;

package isthmus.linux.futex;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.memory.FutexKey;
import isthmus.core.wait.Sleeper;
import isthmus.linux.task.Task;
import java.util.List;

/** Waits for any of several futexes (futex_waitv(2)). */
public final class ManyFutexes {
    private final FutexTable table;

    ManyFutexes(FutexTable table) {
        this.table = table;
    }

    /** A word to wait for, while it has this value. */
    public record Word(FutexKey key, long address, int value) {}

    /**
     * Waits until one of them is woken.
     *
     * @param deadline in {@link System#nanoTime()}'s time, or {@link Sleeper#FOREVER}
     * @return the index of one that was woken
     * @throws ErrnoException EAGAIN if a word has another value; EFAULT, ETIMEDOUT, ERESTARTSYS
     */
    public int await(Task task, List<Word> words, long deadline) {
        Waiter[] waiters = new Waiter[words.size()];
        for (int i = 0; i < waiters.length; i++) {
            Word word = words.get(i);
            waiters[i] = new Waiter(task, word.key(), FutexTable.MATCH_ANY);
            try {
                table.enqueue(waiters[i], word.address(), word.value());
            } catch (ErrnoException e) {
                int woken = dequeue(waiters, i);
                if (woken >= 0) {
                    return woken;
                }
                throw e;
            }
        }
        Sleeper.Outcome outcome = pause(waiters, task.sleeper(), deadline);
        int woken = dequeue(waiters, waiters.length);
        if (woken >= 0) {
            return woken;
        }
        throw outcome == Sleeper.Outcome.TIMED_OUT ? Errno.ETIMEDOUT.exception() : Errno.ERESTARTSYS.exception();
    }

    private static Sleeper.Outcome pause(Waiter[] waiters, Sleeper sleeper, long deadline) {
        while (true) {
            sleeper.prepare();
            for (Waiter waiter : waiters) {
                if (waiter.woken) {
                    return Sleeper.Outcome.WOKEN;
                }
            }
            Sleeper.Outcome outcome = sleeper.pause(deadline);
            if (outcome != Sleeper.Outcome.WOKEN) {
                return outcome;
            }
        }
    }

    /** Takes the first {@code count} out; the index of the last one that a waker had taken out before, or -1. */
    private int dequeue(Waiter[] waiters, int count) {
        int woken = -1;
        for (int i = 0; i < count; i++) {
            if (!table.dequeue(waiters[i])) {
                woken = i;
            }
        }
        return woken;
    }
}

package isthmus.linux.signal;

import java.util.Arrays;

/** The actions of a process, or of several that share them ({@code CLONE_SIGHAND}). All state is guarded by this, a leaf. */
public final class SignalHandlers {
    private final SigAction[] actions = new SigAction[Signal.COUNT + 1];

    /** All default. */
    public SignalHandlers() {
        Arrays.fill(actions, SigAction.DEFAULT);
    }

    public synchronized SigAction get(int signo) {
        return actions[signo];
    }

    /** Returns what was there before. */
    public synchronized SigAction set(int signo, SigAction action) {
        SigAction old = actions[signo];
        actions[signo] = action;
        return old;
    }

    /** A table of its own with the same actions (fork). */
    public synchronized SignalHandlers copy() {
        SignalHandlers copy = new SignalHandlers();
        System.arraycopy(actions, 0, copy.actions, 0, actions.length);
        return copy;
    }

    /** A table for a new program, or for {@code CLONE_CLEAR_SIGHAND}: what was ignored stays so, all else is default. */
    public synchronized SignalHandlers copyForExec() {
        SignalHandlers copy = new SignalHandlers();
        for (int signo = 1; signo <= Signal.COUNT; signo++) {
            if (actions[signo].isIgnore()) {
                copy.actions[signo] = new SigAction(SigAction.SIG_IGN, 0, 0, 0);
            }
        }
        return copy;
    }

    /** Whether a signal that is not blocked would do nothing. */
    boolean ignores(int signo) {
        SigAction action = get(signo);
        return action.isIgnore() || action.isDefault() && Signal.defaultAction(signo) == Signal.DefaultAction.IGNORE;
    }

    /** The set of signals whose action is SIG_IGN (SigIgn in /proc/pid/status). */
    public synchronized long ignoredSet() {
        long set = 0;
        for (int signo = 1; signo <= Signal.COUNT; signo++) {
            set |= actions[signo].isIgnore() ? Signal.bit(signo) : 0;
        }
        return set;
    }

    /** The set of signals that have a function (SigCgt in /proc/pid/status). */
    public synchronized long caughtSet() {
        long set = 0;
        for (int signo = 1; signo <= Signal.COUNT; signo++) {
            set |= actions[signo].isFunction() ? Signal.bit(signo) : 0;
        }
        return set;
    }
}

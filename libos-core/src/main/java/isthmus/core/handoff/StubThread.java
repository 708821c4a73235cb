package isthmus.core.handoff;

/** A thread of the stub as far as the kernel waits for it: the stub changes a word of a slot when it has done as it was told. */
public abstract class StubThread {
    /** Waits until the stub wakes this thread, at most half a second. The word that is waited for was {@code before}. */
    protected abstract void sleepWhile(int before);

    /** Whether the process is there. */
    protected abstract boolean isAlive();

    /** Whether the host lets the thread run now, so that it can carry out what it was told. Need not be quick. */
    protected abstract boolean mayRun();

    /**
     * Ends the process.
     *
     * @param why a clause for the user, that is given if the process was not gone before
     */
    protected abstract void kill(String why);

    /** What the stub does as long as the word is {@code before}: a noun for the user. */
    protected abstract String order(int before);

    /**
     * How many steps of what it does as long as the word is {@code before} it says it has made. Each has all the time: one of
     * many large changes of memory may take long, where that is swapped out.
     */
    protected int steps(int before) {
        return 0;
    }

    /** Whether a guest that runs is to stop. */
    protected boolean isAskedToStop() {
        return false;
    }

    /** Asks a guest to stop that runs and did not do so when it was asked. */
    protected void poke() {}

    /**
     * Waits, without spinning, until the stub gives its answer. A guest that does not let it do so is ended, and so is one
     * that writes there what the stub never does.
     *
     * @param word the offset in the slot
     * @param before what stands there until then
     * @param answer what stands there then
     * @param guestRuns whether the guest runs until then, which it may as long as it is not asked to stop
     * @return false if the process is gone
     */
    protected final boolean await(Slot slot, int word, int before, int answer, boolean guestRuns) {
        Patience patience = new Patience(guestRuns);
        int made = 0;
        while (true) {
            int current = slot.getVolatile(word);
            if (current == answer) {
                return true;
            }
            if (current != before) {
                killMeddler(order(before), current);
                return false;
            }
            if (!isAlive()) {
                return false;
            }
            int steps = steps(before);
            if (steps > made) {
                made = steps;
                patience.renew();
            }
            if (patience.isOver()) {
                kill(patience.complaint(order(before)));
                return false;
            }
            long start = nanoTime();
            sleepWhile(before);
            if (patience.waited(nanoTime() - start, this::mayRun, isAskedToStop())) {
                poke();
            }
        }
    }

    /**
     * Ends the process, as what is in a slot cannot come from the stub.
     *
     * @param what it is that has something that cannot be: a noun
     */
    protected final void killMeddler(String what, long found) {
        kill(
                what + " of one of its threads was " + Long.toHexString(found)
                        + " where the engine's code leaves no such thing; the program may have written there or jumped into it");
    }

    /** {@link System#nanoTime()}, but in tests. */
    long nanoTime() {
        return System.nanoTime();
    }
}

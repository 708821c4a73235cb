package isthmus.linux.task;

/** Processor time in nanoseconds, and what else getrusage(2) counts. Thread-safe; the numbers are read one by one. */
public final class CpuTimes {
    private long user;
    private long system;
    private long minorFaults;
    private long majorFaults;
    private long voluntarySwitches;
    private long involuntarySwitches;
    private long blocksIn;
    private long blocksOut;
    private long maxResident;

    public synchronized long user() {
        return user;
    }

    public synchronized long system() {
        return system;
    }

    public synchronized long minorFaults() {
        return minorFaults;
    }

    public synchronized long majorFaults() {
        return majorFaults;
    }

    public synchronized long voluntarySwitches() {
        return voluntarySwitches;
    }

    public synchronized long involuntarySwitches() {
        return involuntarySwitches;
    }

    public synchronized long blocksIn() {
        return blocksIn;
    }

    public synchronized long blocksOut() {
        return blocksOut;
    }

    /** The largest resident size in bytes. */
    public synchronized long maxResident() {
        return maxResident;
    }

    /** The user time is at least this. */
    synchronized void seenUser(long nanos) {
        user = Math.max(user, nanos);
    }

    /** The system time is at least this. */
    synchronized void seenSystem(long nanos) {
        system = Math.max(system, nanos);
    }

    synchronized void addFault() {
        minorFaults++;
    }

    /** The largest resident size is at least this. */
    public synchronized void seenResident(long bytes) {
        maxResident = Math.max(maxResident, bytes);
    }

    /** Adds all of {@code other}; the resident size becomes the larger one. */
    void add(CpuTimes other) {
        CpuTimes copy = other.copy();
        synchronized (this) {
            user += copy.user;
            system += copy.system;
            minorFaults += copy.minorFaults;
            majorFaults += copy.majorFaults;
            voluntarySwitches += copy.voluntarySwitches;
            involuntarySwitches += copy.involuntarySwitches;
            blocksIn += copy.blocksIn;
            blocksOut += copy.blocksOut;
            maxResident = Math.max(maxResident, copy.maxResident);
        }
    }

    public synchronized CpuTimes copy() {
        CpuTimes copy = new CpuTimes();
        copy.user = user;
        copy.system = system;
        copy.minorFaults = minorFaults;
        copy.majorFaults = majorFaults;
        copy.voluntarySwitches = voluntarySwitches;
        copy.involuntarySwitches = involuntarySwitches;
        copy.blocksIn = blocksIn;
        copy.blocksOut = blocksOut;
        copy.maxResident = maxResident;
        return copy;
    }
}

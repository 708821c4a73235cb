package isthmus.platform.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Which threads of this run are kept on one core, sched_setaffinity(2). Cores that the host did not give to this process are
 * never used. Errors are no exceptions here: a thread that stays where it was is only slower.
 */
final class Affinity {
    private static final int SYS_SCHED_SETAFFINITY = 203, SYS_SCHED_GETAFFINITY = 204;
    private static final int MASK_BYTES = 1024; // 8192 processors, the most that x86-64 Linux can be built for
    static final int NONE = -1;

    private final Memory all = new Memory(MASK_BYTES);
    private final Memory[] single;
    /** How many pairs are kept on each core. */
    private final AtomicIntegerArray pairs;

    Affinity() {
        all.clear();
        QuietSyscall.syscall(SYS_SCHED_GETAFFINITY, 0, MASK_BYTES, Pointer.nativeValue(all), 0, 0, 0);
        int[] cores = BitSet.valueOf(all.getByteArray(0, MASK_BYTES)).stream().toArray();
        single = new Memory[cores.length];
        for (int i = 0; i < cores.length; i++) {
            single[i] = new Memory(MASK_BYTES);
            single[i].clear();
            single[i].setByte(cores[i] / Byte.SIZE, (byte) (1 << cores[i] % Byte.SIZE));
        }
        pairs = new AtomicIntegerArray(cores.length);
    }

    /** Cores that this process may use; 0 if the host does not say. */
    int cores() {
        return single.length;
    }

    /** Keeps the calling thread and another on the core with the fewest pairs; {@link #NONE} if the host refuses. */
    int pair(int tid) {
        int core = 0;
        for (int i = 1; i < single.length; i++) {
            if (pairs.get(i) < pairs.get(core)) {
                core = i;
            }
        }
        if (!set(tid, single[core]) || !set(0, single[core])) {
            set(tid, all);
            return NONE;
        }
        pairs.incrementAndGet(core);
        return core;
    }

    /** Lets the other thread of a pair run anywhere again; the calling thread follows by {@link #freeCaller()}. */
    void free(int tid, int core) {
        pairs.decrementAndGet(core);
        set(tid, all);
    }

    void freeCaller() {
        set(0, all);
    }

    private static boolean set(int tid, Memory mask) {
        return QuietSyscall.syscall(SYS_SCHED_SETAFFINITY, tid, MASK_BYTES, Pointer.nativeValue(mask), 0, 0, 0) == 0;
    }
}

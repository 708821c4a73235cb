package isthmus.linux.task;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** The resource limits of a process (getrlimit(2)), by the numbers of {@code asm-generic/resource.h}. Thread-safe. */
public final class ResourceLimits {
    public static final int RLIMIT_CPU = 0,
            RLIMIT_FSIZE = 1,
            RLIMIT_DATA = 2,
            RLIMIT_STACK = 3,
            RLIMIT_CORE = 4,
            RLIMIT_RSS = 5;
    public static final int RLIMIT_NPROC = 6, RLIMIT_NOFILE = 7, RLIMIT_MEMLOCK = 8, RLIMIT_AS = 9, RLIMIT_LOCKS = 10;
    public static final int RLIMIT_SIGPENDING = 11,
            RLIMIT_MSGQUEUE = 12,
            RLIMIT_NICE = 13,
            RLIMIT_RTPRIO = 14,
            RLIMIT_RTTIME = 15;
    /** RLIM_NLIMITS. */
    public static final int COUNT = 16;

    private final AtomicReferenceArray<Limit> limits = new AtomicReferenceArray<>(COUNT);

    private ResourceLimits() {}

    /** What the first process of a run gets: Debian's defaults. */
    public static ResourceLimits initial() {
        ResourceLimits created = new ResourceLimits();
        for (int i = 0; i < COUNT; i++) {
            created.set(i, Limit.NONE);
        }
        created.set(RLIMIT_STACK, new Limit(8L << 20, Limit.INFINITY));
        created.set(RLIMIT_CORE, new Limit(0, Limit.INFINITY));
        created.set(RLIMIT_NPROC, new Limit(31_000, 31_000));
        created.set(RLIMIT_NOFILE, new Limit(1024, 1 << 20));
        created.set(RLIMIT_MEMLOCK, new Limit(8L << 20, 8L << 20));
        created.set(RLIMIT_SIGPENDING, new Limit(31_000, 31_000));
        created.set(RLIMIT_MSGQUEUE, new Limit(819_200, 819_200));
        created.set(RLIMIT_NICE, new Limit(0, 0));
        created.set(RLIMIT_RTPRIO, new Limit(0, 0));
        return created;
    }

    public ResourceLimits copy() {
        ResourceLimits copy = new ResourceLimits();
        for (int i = 0; i < COUNT; i++) {
            copy.set(i, get(i));
        }
        return copy;
    }

    public Limit get(int resource) {
        return limits.get(resource);
    }

    /** The soft limit, with RLIM_INFINITY and everything above as {@link Long#MAX_VALUE}. */
    public long soft(int resource) {
        long soft = limits.get(resource).soft();
        return soft < 0 ? Long.MAX_VALUE : soft;
    }

    public void set(int resource, Limit limit) {
        limits.set(resource, limit);
    }
}

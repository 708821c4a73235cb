package isthmus.platform.windows;

import com.sun.jna.Memory;
import isthmus.core.handoff.Reaper;
import isthmus.core.handoff.Slot;
import isthmus.core.handoff.SlotLayout;
import isthmus.core.handoff.SpinPolicy;
import isthmus.core.south.GuestProcess;
import isthmus.core.south.HostException;
import isthmus.core.south.HostInfo;
import isthmus.core.south.Platform;
import isthmus.core.south.SharedSegment;
import isthmus.platform.windows.host.CycleCounter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** One run's share of a Windows host: its segments, the stub's program, the job of its processes. */
final class WindowsPlatform implements Platform {
    private static final int GRANULARITY = 1 << 16;
    /** One for all runs of this JVM, which share the cores. */
    private static final SpinPolicy POLICY = new SpinPolicy();

    /** The system property with which a user lets guests have all of the user's rights where Windows gives nothing better. */
    static final String UNCONFINED = "isthmus.unconfined";

    private final Consumer<String> complaints;
    private final StubCode code = new StubCode(Kernel32::ntdll);
    private final StubProgram program;
    private Confinement confinement;
    private final Pool pool;
    private final Reaper<StubProcess> reaper = new Reaper<>(this::reap);

    /** Guarded by this: segments, processes that are not buried. */
    private final List<WindowsSegment> segments = new ArrayList<>();

    private final List<StubProcess> processes = new ArrayList<>();
    /** Guarded by this: processes that were told to end, and have not. */
    private final List<StubProcess> lasting = new ArrayList<>();

    private boolean closed;
    /** How many milliseconds Windows may take to end a process; less in tests. */
    volatile long mostToEnd = HostProcess.END_MILLIS;
    /** When closing is to be over, as {@link System#nanoTime()} says; valid when {@link #closed} is. */
    private long end;
    /** Set when the first process has started. */
    private volatile Processor processor;

    WindowsPlatform(Consumer<String> complaints) {
        this(complaints, Confinement::new);
    }

    /** @param confinements makes a confinement of a level, or throws */
    WindowsPlatform(Consumer<String> complaints, Function<Confinement.Level, Confinement> confinements) {
        this.complaints = complaints;
        program = new StubProgram(code.program);
        StubProgram.removeOld(program.file.getParent());
        boolean done = false;
        try {
            StubProcess first = makeFirstProcess(confinements);
            reaper.start();
            pool = new Pool(this, first);
            done = true;
        } finally {
            if (!done) {
                deleteProgram();
            }
        }
    }

    private void deleteProgram() {
        IOException refusal = program.delete();
        if (refusal != null) {
            complain("the stub's program stays behind until another run removes it: " + refusal);
        }
    }

    String program() {
        return program.file.toString();
    }

    Confinement confinement() {
        return confinement;
    }

    /** For tests. */
    Pool pool() {
        return pool;
    }

    StubCode code() {
        return code;
    }

    SpinPolicy policy() {
        return POLICY;
    }

    void complain(String message) {
        complaints.accept(message);
    }

    /** Bytes of the extended state; the first slot tells them. */
    int stateBytes(Slot slot) {
        if (processor == null) {
            Processor found = Processor.from(slot);
            if (found.stateBytes() > SlotLayout.FP_AREA_BYTES) {
                throw new HostException("This processor's extended state takes " + found.stateBytes()
                        + " bytes; Isthmus handles up to " + SlotLayout.FP_AREA_BYTES + ".");
            }
            processor = found;
        }
        return processor.stateBytes();
    }

    // --- the interface ----------------------------------------------------------------------------------------------

    @Override
    public long guestAddressLimit() {
        return Layout.GUEST_LIMIT;
    }

    @Override
    public long guestAddressStart() {
        return Layout.GUEST_START;
    }

    @Override
    public long hostAddresses() {
        return Layout.HOLE;
    }

    @Override
    public long hostAddressesEnd() {
        return Layout.HOLE_END;
    }

    @Override
    public int mappingGranularity() {
        return GRANULARITY;
    }

    @Override
    public boolean mapsSinglePages() {
        return Placeholders.work();
    }

    @Override
    public synchronized SharedSegment allocateSegment() {
        if (closed) {
            throw new HostException("The run has ended.");
        }
        WindowsSegment segment = new WindowsSegment();
        segments.add(segment);
        return segment;
    }

    @Override
    public GuestProcess spawn() {
        return new WindowsGuestProcess(pool.take());
    }

    @Override
    public LongSupplier cycleCounter() {
        return CycleCounter.find();
    }

    @Override
    public long systemCallEntry() {
        return code.callEntryAddress();
    }

    /** Windows would carry a guest's call out as one of its own. */
    @Override
    public boolean trapsForeignCalls() {
        return false;
    }

    @Override
    public HostInfo host() {
        try (Memory status = new Memory(64)) {
            status.setInt(0, 64);
            long bytes = Kernel32.GlobalMemoryStatusEx(status) == 0 ? 0 : status.getLong(8);
            return processor.info(bytes);
        }
    }

    @Override
    public synchronized long residentBytes() {
        long bytes = 0;
        for (WindowsSegment segment : segments) {
            bytes += segment.residentBytes();
        }
        return bytes;
    }

    // --- processes --------------------------------------------------------------------------------------------------

    /**
     * Finds the strictest confinement in which a stub starts, and says so if it is not the one that is wanted. Only a refusal leads to a
     * weaker one, not what has nothing to do with it, such as a host that is slow.
     */
    private StubProcess makeFirstProcess(Function<Confinement.Level, Confinement> confinements) {
        RefusedStart refusal = null;
        for (Confinement.Level level : Confinement.Level.values()) {
            if (level == Confinement.Level.NONE && !Boolean.getBoolean(UNCONFINED)) {
                break;
            }
            try {
                StubProcess process = makeFirstProcess(confinements.apply(level));
                if (refusal != null) {
                    complain("guests are kept in by less than Isthmus wants: " + level.words + ". "
                            + refusal.getMessage() + " See isthmus doctor.");
                }
                return process;
            } catch (RefusedStart e) {
                if (refusal != null) {
                    e.addSuppressed(refusal);
                }
                refusal = e;
            }
        }
        throw new HostException(
                refusal.getMessage() + " Isthmus gives no guest all rights of the user, unless the Java option -D"
                        + UNCONFINED + "=true says that it may.",
                refusal);
    }

    private StubProcess makeFirstProcess(Confinement tried) {
        confinement = tried;
        boolean done = false;
        try {
            StubProcess process = makeProcess();
            done = true;
            return process;
        } finally {
            if (!done) {
                tried.close();
            }
        }
    }

    /** Makes a stub process; slow. Null when the platform is closed. */
    StubProcess makeProcess() {
        if (isClosed()) {
            return null;
        }
        StubProcess process = new StubProcess(this);
        synchronized (this) {
            if (!closed) {
                processes.add(process);
                return process;
            }
        }
        discardOrSay(process, mostToEnd); // nobody waits for it
        return null;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** A process whose guest has ended, to be used again; false if there are enough of them. */
    boolean takeBack(StubProcess process) {
        return pool.takeBack(process);
    }

    /** Ends a process that nobody uses; no guest code of it runs any more when this returns. */
    void bury(StubProcess process) {
        boolean running = process.runsGuestCode();
        process.kill();
        if (running && !process.awaitEnd(patience())) {
            complain("Windows does not say that a guest's process has ended, though it was told to.");
        }
        reaper.add(process);
    }

    private void reap(StubProcess process) {
        boolean ours;
        List<StubProcess> again;
        synchronized (this) {
            ours = processes.remove(process); // else close() sees to it
            again = List.copyOf(lasting);
            lasting.clear();
        }
        again.forEach(one -> discard(one, 0));
        if (ours) {
            discardOrSay(process, patience());
        }
    }

    private void discardOrSay(StubProcess process, long millis) {
        if (!discard(process, millis)) {
            complain("Windows has not ended a guest's process in " + millis / 1000
                    + " s, though it was told to; what it uses stays until Windows does, or until Isthmus ends.");
        }
    }

    private boolean discard(StubProcess process, long millis) {
        boolean done = process.discard(millis);
        if (!done) {
            synchronized (this) {
                lasting.add(process);
            }
        }
        return done;
    }

    /** How many milliseconds Windows may take now to end a process: all that is ended for the end of the run has one limit. */
    private synchronized long patience() {
        return closed ? Math.max(0, (end - System.nanoTime()) / 1_000_000) : mostToEnd;
    }

    /** Takes at most half a minute, whatever Windows does not end. */
    @Override
    public void close() {
        List<StubProcess> living;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            end = System.nanoTime() + mostToEnd * 1_000_000;
            living = List.copyOf(processes);
            processes.clear();
        }
        pool.close();
        living.forEach(StubProcess::kill);
        reaper.finish();
        living.forEach(process -> discardOrSay(process, patience()));
        reaper.awaitEnd(patience());
        boolean poolEnded = pool.awaitEnd(patience());
        List<StubProcess> left;
        synchronized (this) {
            left = List.copyOf(lasting);
            lasting.clear();
        }
        left.forEach(process -> discard(process, patience()));
        if (poolEnded) { // else a process that is being made has it yet
            confinement.close();
        }
        deleteProgram();
        synchronized (this) {
            segments.forEach(WindowsSegment::release);
            segments.clear();
        }
    }
}

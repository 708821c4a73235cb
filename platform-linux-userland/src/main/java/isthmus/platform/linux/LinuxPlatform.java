package isthmus.platform.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import isthmus.core.files.HostNames;
import isthmus.core.handoff.Reaper;
import isthmus.core.handoff.SlotLayout;
import isthmus.core.south.GuestProcess;
import isthmus.core.south.HostException;
import isthmus.core.south.HostInfo;
import isthmus.core.south.Platform;
import isthmus.core.south.SharedSegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** One run's share of a Linux host: its memory file, its zygote, and stub processes kept ready. */
final class LinuxPlatform implements Platform {
    private static final long MEMORY_BYTES = 1L << 42;
    private static final long CONTEXT_BYTES = 1L << 42;
    /** statx(2). */
    private static final int AT_FDCWD = -100, AT_SYMLINK_NOFOLLOW = 0x100, MASK_BLOCKS = 0x400;

    private static final int STATX_BYTES = 256, STATX_BLOCKS = 48;
    private static final int SYS_FSTAT = 5, STAT_BYTES = 144, STAT_BLOCKS = 64;

    private final Consumer<String> complaints;
    final PairPolicy policy = PairPolicy.OF_HOST;
    final SharedFile memory = new SharedFile("isthmus-memory", MEMORY_BYTES);
    final SharedFile context = new SharedFile("isthmus-context", CONTEXT_BYTES);
    private final StubCode stub = new StubCode();
    private final Memory timeout = new Memory(16);
    private final Memory stretch = new Memory(16);
    private final Memory stat = new Memory(STAT_BYTES);
    private final Zygote zygote;
    private final ByteBuffer zygoteWindow;
    private final long zygoteAddress;
    private final int stateBytes;
    private final StubPool pool;
    private final HostInfo hostInfo;
    private final Reaper<StubProcess> reaper = new Reaper<>(this::reap);

    @SuppressWarnings("ThreadLocalUsage") // one per run: a host thread serves no two guest threads of one platform
    private final ThreadLocal<LinuxGuestThread> served = new ThreadLocal<>();

    /** Guarded by this: segments, living processes, all windows, those that may be used again, the next fresh one. */
    private final List<LinuxSegment> segments = new ArrayList<>();

    private final List<StubProcess> processes = new ArrayList<>();
    private final List<Window> windows = new ArrayList<>();
    private final ArrayDeque<Window> freeWindows = new ArrayDeque<>();
    private long nextWindow = Layout.WINDOW_STRIDE;
    private boolean closed;

    LinuxPlatform(Consumer<String> complaints) {
        this.complaints = complaints;
        timeout.setLong(0, 0);
        timeout.setLong(8, 500_000_000L);
        stretch.setLong(0, 0);
        stretch.setLong(8, Pairing.COMPUTING_NANOS);
        zygoteAddress = context.map(0, SlotLayout.SLOT_BYTES);
        zygoteWindow = new Pointer(zygoteAddress)
                .getByteBuffer(0, SlotLayout.SLOT_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        zygote = startZygote();
        stateBytes = zygoteWindow.getInt(Layout.STATE_BYTES);
        if (stateBytes > SlotLayout.FP_AREA_BYTES) {
            zygote.close();
            giveBack();
            throw new HostException("This processor's extended state takes " + stateBytes
                    + " bytes; Isthmus handles up to " + SlotLayout.FP_AREA_BYTES + ".");
        }
        hostInfo = Processor.info(zygote.cpuidFeatures());
        reaper.start();
        pool = new StubPool(this);
    }

    private Zygote startZygote() {
        boolean done = false;
        try {
            Zygote started = new Zygote(stub, memory, context, zygoteWindow);
            done = true;
            return started;
        } finally {
            if (!done) {
                giveBack();
            }
        }
    }

    Zygote zygote() {
        return zygote;
    }

    int stateBytes() {
        return stateBytes;
    }

    long timeoutAddress() {
        return Pointer.nativeValue(timeout);
    }

    /** How long a guest runs before it counts as computing. */
    long stretchAddress() {
        return Pointer.nativeValue(stretch);
    }

    @Override
    public long guestAddressLimit() {
        return Layout.GUEST_LIMIT;
    }

    @Override
    public int mappingGranularity() {
        return 4096;
    }

    @Override
    public synchronized SharedSegment allocateSegment() {
        LinuxSegment segment = new LinuxSegment(memory, (long) segments.size() * SEGMENT_BYTES);
        segments.add(segment);
        return segment;
    }

    @Override
    public GuestProcess spawn() {
        return pool.take();
    }

    /** A process whose guest has ended, to be used again; false if there are enough of them. */
    boolean takeBack(StubProcess process, BitSet leftovers) {
        return pool.takeBack(process, leftovers);
    }

    /** Makes a stub process; slow. Null when the platform is closed. */
    StubProcess makeProcess() {
        Window window;
        synchronized (this) {
            if (closed) {
                return null;
            }
            window = freeWindows.poll();
            if (window == null) {
                window = Window.map(context, nextWindow);
                nextWindow += Layout.WINDOW_STRIDE;
                windows.add(window);
            }
        }
        StubProcess process = null;
        try {
            process = new StubProcess(this, window);
        } finally {
            synchronized (this) {
                if (process == null) {
                    freeWindows.add(window);
                } else {
                    processes.add(process);
                }
            }
        }
        boolean done = false;
        try {
            if (isClosed()) {
                return null; // close() may not have seen it
            }
            process.prepareThread();
            done = true;
            return process;
        } finally {
            if (!done) {
                process.discard();
            }
        }
    }

    @Override
    public LongSupplier cycleCounter() {
        return CycleCounter.find();
    }

    @Override
    public long systemCallEntry() {
        return stub.callEntryAddress();
    }

    /** Always so; {@code -Disthmus.patch=eager} denies it, for tests: then nothing may be left to trap. */
    @Override
    public boolean trapsForeignCalls() {
        return !"eager".equals(System.getProperty("isthmus.patch"));
    }

    @Override
    public synchronized long residentBytes() {
        if (closed) {
            return 0;
        }
        Libc.syscall(SYS_FSTAT, memory.fd, Pointer.nativeValue(stat), 0, 0, 0, 0);
        return stat.getLong(STAT_BLOCKS) * 512;
    }

    @Override
    public long hostBlocks(Path path) {
        byte[] statx = new byte[STATX_BYTES];
        try {
            Libc.statx(
                    AT_FDCWD,
                    (HostNames.bytes(path) + '\0').getBytes(ISO_8859_1),
                    AT_SYMLINK_NOFOLLOW,
                    MASK_BLOCKS,
                    statx);
        } catch (LastErrorException e) {
            return -1; // it has just gone, or statx(2) is forbidden here
        }
        return ByteBuffer.wrap(statx).order(ByteOrder.LITTLE_ENDIAN).getLong(STATX_BLOCKS);
    }

    @Override
    public HostInfo host() {
        return hostInfo;
    }

    void serves(LinuxGuestThread thread) {
        served.set(thread);
    }

    void unserve(LinuxGuestThread thread) {
        if (served.get() == thread) {
            served.remove();
        }
    }

    /** The stopped guest thread of this process that a kernel thread serves, or null. */
    LinuxGuestThread servedByCaller(LinuxGuestProcess process) {
        LinuxGuestThread thread = served.get();
        return thread != null && thread.process() == process ? thread : null;
    }

    void complain(String message) {
        complaints.accept(message);
    }

    /** A killed process that nobody uses: its window is used again once it is gone. */
    void bury(StubProcess process) {
        reaper.add(process);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void reap(StubProcess process) {
        process.awaitEnd();
        synchronized (this) {
            if (!closed) { // else close() sees to all that are left
                process.bury();
                context.discard(process.window.offset(), Layout.WINDOW_STRIDE);
                processes.remove(process);
                freeWindows.add(process.window);
            }
        }
    }

    /** Ends all processes. The mappings go when no thread can look at them any more. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        pool.close();
        reaper.finish();
        living().forEach(StubProcess::kill);
        pool.awaitEnd();
        zygote.close();
        reaper.awaitEnd();
        for (StubProcess process : living()) {
            process.kill();
            process.awaitEnd();
            process.bury();
        }
        giveBack();
    }

    /** Gives all memory and its descriptors back. */
    private void giveBack() {
        memory.discard(0, MEMORY_BYTES);
        context.discard(0, CONTEXT_BYTES);
        releaseMappings();
        memory.close();
        context.close();
    }

    private synchronized List<StubProcess> living() {
        return List.copyOf(processes);
    }

    private synchronized void releaseMappings() {
        segments.forEach(LinuxSegment::release);
        windows.forEach(Window::release);
        Mappings.releaseWhenUnused(zygoteWindow, zygoteAddress, SlotLayout.SLOT_BYTES);
    }
}

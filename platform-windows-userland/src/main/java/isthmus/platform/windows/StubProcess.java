package isthmus.platform.windows;

import isthmus.core.handoff.Patience;
import isthmus.core.handoff.Slot;
import isthmus.core.handoff.SlotLayout;
import isthmus.core.south.HostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A stub: its process, the memory with its slots, its threads. Its monitor guards the lists of threads, and is held while the
 * address space changes.
 */
final class StubProcess implements HostProcess.Listener {
    /** Guests have stacks of their own: this is for Windows, which prepares the thread on it, and for the stub's calls. */
    private static final int STACK_RESERVE = 1 << 18;

    private static final long PAGE = 4096;

    /** With more threads than this a process is not used again. */
    private static final int MOST_THREADS_KEPT = 4;

    /** How long a process or a thread may take to start: half a minute, as a busy host needs, and security programs do. */
    private static final long START_NANOS = 30_000_000_000L;

    /** Half a second, in units of 100 ns from now. */
    private static final long[] LOOK_AGAIN = {-5_000_000L};

    final WindowsPlatform platform;
    private final Section slots;
    final HostProcess host;
    private final Map<Integer, WindowsGuestThread> byNumber = new ConcurrentHashMap<>();
    private final List<WindowsGuestThread> threads = new ArrayList<>();
    /** Threads without a guest. */
    private final ArrayDeque<WindowsGuestThread> parked = new ArrayDeque<>();

    /** Handles of segments in the process. */
    private final Map<WindowsSegment, Long> sections = new IdentityHashMap<>();

    private volatile boolean ready;
    /** Why it ended or was ended, if not because nobody needed it any more. */
    private final AtomicReference<String> why = new AtomicReference<>();

    /** Guarded by the monitor: its handles are none any more. */
    private boolean discarded;

    /** What its guest, or the one before, has mapped. Guards itself; taken before the monitor. */
    final GuestMap map = new GuestMap(Placeholders.work());

    StubProcess(WindowsPlatform platform) {
        this.platform = platform;
        slots = new Section(SlotLayout.SLOT_BYTES * SlotLayout.SLOT_COUNT);
        HostProcess made = null;
        Events first = null;
        boolean done = false;
        try {
            Events events = new Events();
            first = events;
            Slot slot = slot(0);
            made = new HostProcess(
                    platform.program(),
                    platform.confinement()::create,
                    process -> prepare(process, slot, events),
                    this,
                    HostProcess.START_SECONDS);
            awaitReady(made, slot, events, START_NANOS);
            release(made.handle(), Layout.GUEST_START);
            parked.add(addThread(slot, events, made.firstThread(), made.firstThreadHandle()));
            done = true;
        } finally {
            if (!done) {
                giveUp(made, first);
            }
        }
        host = made;
        ready = true;
    }

    /** It does not come to life: everything is given back. */
    private void giveUp(HostProcess made, Events events) {
        if (made != null) {
            if (!made.awaitEnd()) {
                return; // what may still be in use stays
            }
            Nt.NtClose(made.firstThreadHandle());
            made.close(HostProcess.END_MILLIS);
        }
        if (events != null) {
            events.close();
        }
        slots.release();
    }

    /** The guest's low addresses are kept from Windows' loader, the slots are mapped. */
    private void prepare(long process, Slot slot, Events events) {
        reserve(process, Layout.GUEST_START, Layout.HOLE);
        long[] at = {Layout.SLOTS};
        Nt.check(
                slots.map(process, at, 0, (long) SlotLayout.SLOT_BYTES * SlotLayout.SLOT_COUNT, Nt.PAGE_READWRITE),
                "map the slots of a guest process");
        events.giveTo(process, slot);
        allow(process, 0);
    }

    /** Lets the stub touch a slot. */
    private static void allow(long process, int index) {
        Nt.check(
                Nt.NtProtectVirtualMemory(
                        process,
                        new long[] {Layout.SLOTS + (long) index * SlotLayout.SLOT_BYTES},
                        new long[] {SlotLayout.SLOT_BYTES},
                        Nt.PAGE_READWRITE,
                        new int[1]),
                "let a guest process have a slot");
    }

    private static void reserve(long process, long start, long end) {
        Nt.check(
                Nt.NtAllocateVirtualMemory(
                        process, new long[] {start}, 0, new long[] {end - start}, Nt.MEM_RESERVE, Nt.PAGE_NOACCESS),
                "keep the addresses from " + Long.toHexString(start) + " for a guest");
    }

    private static void release(long process, long start) {
        Nt.check(
                Nt.NtFreeVirtualMemory(process, new long[] {start}, new long[] {0}, Nt.MEM_RELEASE),
                "give a guest its addresses");
    }

    /**
     * Returns when a new thread reports; throws if the process ends, or at the latest after so many nanoseconds in which the host did
     * not sleep.
     */
    static void awaitReady(HostProcess host, Slot slot, Events events, long nanos) {
        Patience patience = new Patience(nanos);
        while (slot.getVolatile(SlotLayout.STATE) != SlotLayout.POSTED) {
            if (!host.isAlive()) {
                throw RefusedStart.ended(host.status());
            }
            if (patience.isOver()) {
                throw new HostException("A guest process has not started in " + nanos / 1_000_000_000
                        + " s. A security program may hold it up; see isthmus doctor.");
            }
            long before = System.nanoTime();
            if (events.await(host.handle(), LOOK_AGAIN)) {
                host.awaitPump();
            }
            patience.waited(System.nanoTime() - before, true, false);
        }
        slot.putInt(SlotLayout.KERNEL_SLEEPS, 0);
    }

    private Slot slot(int index) {
        int offset = index * SlotLayout.SLOT_BYTES;
        Nt.check(slots.commit(offset, SlotLayout.SLOT_BYTES), "give memory to a guest's thread");
        Slot slot = new Slot(
                slots.buffer.slice(offset, SlotLayout.SLOT_BYTES), slots.address + offset, Layout.SLOTS + offset);
        slot.putVolatile(SlotLayout.KERNEL_SLEEPS, 1);
        return slot;
    }

    // --- threads ----------------------------------------------------------------------------------------------------

    private WindowsGuestThread addThread(Slot slot, Events events, int number, long handle) {
        WindowsGuestThread thread = new WindowsGuestThread(this, slot, events, handle);
        byNumber.put(number, thread);
        threads.add(thread);
        return thread;
    }

    /** A thread for a guest; the caller holds {@link #map}. */
    synchronized WindowsGuestThread takeThread(WindowsGuestProcess guest) {
        WindowsGuestThread thread = parked.poll();
        if (thread == null) {
            thread = makeThread();
        }
        thread.enter(guest);
        return thread;
    }

    synchronized void park(WindowsGuestThread thread) {
        parked.add(thread);
    }

    /** Makes a thread. Meanwhile Windows is kept from the guest's addresses. */
    private synchronized WindowsGuestThread makeThread() {
        if (discarded) {
            throw new HostException("The run has ended.");
        }
        int index = threads.size();
        if (index == SlotLayout.SLOT_COUNT) {
            throw new HostException("A process cannot have more than " + SlotLayout.SLOT_COUNT + " threads.");
        }
        Slot slot = slot(index);
        allow(host.handle(), index);
        Events events = new Events();
        List<long[]> kept = new ArrayList<>();
        WindowsGuestThread made;
        try {
            events.giveTo(host.handle(), slot);
            for (long[] gap : map.gaps(Layout.GUEST_START, Layout.HOLE)) {
                reserve(host.handle(), gap[0], gap[1]);
                kept.add(gap);
            }
            made = startThread(slot, events);
        } catch (RuntimeException | Error e) {
            events.takeBack(host.handle());
            events.close();
            after(e, () -> giveBack(kept));
            throw e;
        }
        giveBack(kept);
        return made;
    }

    /** Undoes something after a failure, which stays the one that is told. */
    static void after(Throwable failure, Runnable undo) {
        try {
            undo.run();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Gives a guest its addresses; a process in which that cannot be done has no use. */
    private void giveBack(List<long[]> kept) {
        boolean done = false;
        try {
            kept.forEach(gap -> release(host.handle(), gap[0]));
            done = true;
        } finally {
            if (!done) {
                kill("Windows did not give it its addresses back, which were kept while a thread was made");
            }
        }
    }

    private WindowsGuestThread startThread(Slot slot, Events events) {
        int[] number = new int[1];
        long handle = Kernel32.CreateRemoteThread(
                host.handle(),
                0,
                STACK_RESERVE,
                platform.code().threadStart(),
                slot.stubAddress(),
                Kernel32.STACK_SIZE_PARAM_IS_A_RESERVATION,
                number);
        if (handle == 0) {
            throw Kernel32.failure("start another thread of a guest");
        }
        boolean done = false;
        try {
            awaitReady(host, slot, events, START_NANOS);
            WindowsGuestThread thread = addThread(slot, events, number[0], handle);
            done = true;
            return thread;
        } finally {
            if (!done) { // it may come yet, and take somebody's slot
                kill("a thread of it did not start in time");
                Nt.NtClose(handle);
            }
        }
    }

    @Override
    public boolean raised(int thread, int exception, long at, long kind, long address) {
        WindowsGuestThread guest = byNumber.get(thread);
        if (guest == null) {
            return false; // of the loader
        }
        if (!guest.raised(exception, at, kind, address)) {
            kill("exception " + Integer.toHexString(exception) + " at " + Long.toHexString(at)
                    + ", in the engine's code" + " or Windows', where the program may have jumped");
        }
        return true;
    }

    @Override
    public void endsByItself(int status) {
        why.compareAndSet(null, "its process on the host ended by itself, with status " + Integer.toHexString(status));
        if (byNumber.values().stream().noneMatch(WindowsGuestThread::isRunning)) { // else that guest's end says it
            platform.complain("a guest's process ended by itself, with status " + Integer.toHexString(status));
        }
    }

    @Override
    public void ended() {
        byNumber.values().forEach(WindowsGuestThread::processEnded);
    }

    /** The threads that may run guest code now, other than this one, which may be null. */
    private List<WindowsGuestThread> running(WindowsGuestThread caller) {
        return threads.stream()
                .filter(thread -> thread != caller && thread.isRunning())
                .toList();
    }

    synchronized boolean runsGuestCode() {
        return !running(null).isEmpty();
    }

    // --- memory -----------------------------------------------------------------------------------------------------

    /**
     * Changes the address space; the caller holds {@link #map}. If {@code caller}, a thread of this process that has stopped, is
     * the only one at work, it makes the changes. Else the kernel does, since the others can write to the slot, and they stand
     * still meanwhile unless only protections change.
     */
    synchronized void apply(WindowsGuestThread caller) {
        if (discarded) {
            return;
        }
        List<WindowsGuestThread> running = running(caller);
        if (caller != null && running.isEmpty()) {
            OwnChanges changes = new OwnChanges(caller, this::handleOf, new Changes(host.handle()));
            map.apply(changes);
            changes.run();
            return;
        }
        List<WindowsGuestThread> halted = new ArrayList<>();
        try {
            if (map.changesViews()) {
                running.stream().filter(WindowsGuestThread::halt).forEach(halted::add);
            }
            map.apply(new Changes(host.handle()));
        } finally {
            halted.forEach(WindowsGuestThread::goOn);
        }
    }

    private long handleOf(WindowsSegment segment) {
        Long known = sections.get(segment);
        if (known == null) {
            long[] handle = new long[1];
            Nt.check(
                    Nt.NtDuplicateObject(
                            Nt.THIS_PROCESS, segment.section.handle, host.handle(), handle, Nt.SECTION_MAP_ANY, 0, 0),
                    "give shared memory to a guest process");
            known = handle[0];
            sections.put(segment, known);
        }
        return known;
    }

    /** What lies at an address, for the debugger; zeros where nothing can be read. */
    byte[] read(long address, int bytes) {
        byte[] whole = new byte[bytes];
        int first = (int) Math.min(bytes, PAGE - (address & PAGE - 1));
        read(address, first, whole, 0);
        if (first < bytes) {
            read(address + first, bytes - first, whole, first);
        }
        return whole;
    }

    private void read(long address, int bytes, byte[] target, int offset) {
        byte[] part = new byte[bytes];
        if (Nt.NtReadVirtualMemory(host.handle(), address, part, bytes, new long[1]) >= 0) {
            System.arraycopy(part, 0, target, offset, bytes);
        }
    }

    // --- life -------------------------------------------------------------------------------------------------------

    boolean isAlive() {
        return ready && host.isAlive();
    }

    /** Whether it has a future: it was not told to end, either. */
    boolean isUsable() {
        return ready && !host.isDoomed();
    }

    long handle() {
        return host.handle();
    }

    void kill() {
        host.kill();
    }

    /** Ends it while it has a guest, who is told why. */
    void kill(String reason) {
        if (isUsable()) {
            why.compareAndSet(null, reason);
        }
        host.kill();
    }

    /** Why it is gone: a clause for the user. */
    String whyGone() {
        String reason = why.get();
        return reason != null ? reason : "its process on the host was ended there";
    }

    /** Whether all of its threads wait for orders and it is not larger than others, so that it can serve again. */
    synchronized boolean isReusable() {
        return parked.size() == threads.size() && threads.size() <= MOST_THREADS_KEPT && isUsable();
    }

    /** Ends it and returns when no code of it runs any more: true; false if Windows does not say so in so many milliseconds. */
    boolean awaitEnd(long millis) {
        return host.awaitEnd(millis);
    }

    /** The process was seen to have ended: what its debugger does about that comes soon. */
    void awaitPump() {
        host.awaitPump();
    }

    /**
     * Ends it and gives everything back. Called by its last user, and by nobody again once it has returned true.
     *
     * @param millis so long it may take
     * @return false if it has not ended: its debugger uses the handles yet
     */
    boolean discard(long millis) {
        if (!host.awaitEnd(millis)) {
            return false;
        }
        synchronized (this) {
            discarded = true;
            threads.forEach(WindowsGuestThread::bury);
        }
        host.close(millis);
        slots.release();
        return true;
    }
}

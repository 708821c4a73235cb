package isthmus.linux;

import isthmus.core.files.AnonymousFileSystem;
import isthmus.core.files.AnonymousInode;
import isthmus.core.files.FileServices;
import isthmus.core.files.LockWaits;
import isthmus.core.files.Namespace;
import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;
import isthmus.core.files.Vfs;
import isthmus.core.files.tmpfs.Tmpfs;
import isthmus.core.memory.PhysicalMemory;
import isthmus.core.pipe.Fifo;
import isthmus.core.socket.UnixNames;
import isthmus.core.south.Platform;
import isthmus.core.time.Clocks;
import isthmus.core.time.Timers;
import isthmus.linux.async.FileSignalTable;
import isthmus.linux.calls.SocketCredentials;
import isthmus.linux.calls.SystemCallTable;
import isthmus.linux.calls.Topics;
import isthmus.linux.elf.StartException;
import isthmus.linux.futex.Futexes;
import isthmus.linux.ipc.Ipc;
import isthmus.linux.mqueue.PosixQueues;
import isthmus.linux.signal.PendingLimit;
import isthmus.linux.task.FirstProcess;
import isthmus.linux.task.ProcessTree;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;
import isthmus.linux.trace.Tracer;
import isthmus.linux.tty.Terminals;
import isthmus.linux.vdso.Vdso;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One run: a system of its own with processes, files and a clock. */
public final class Kernel implements AutoCloseable {
    /** So long none of a run's processes may end when they are killed; those of the host are ended long before. */
    private static final long END_NANOS = 5_000_000_000L;
    /** Not more different complaints than this are passed on in one run. */
    private static final int COMPLAINTS = 100;

    private final Platform platform;
    /** What the mount that memfds are on may hold; the memory of the run is the real limit. */
    private static final long SHM_LIMIT = 1L << 46;

    private final FileServices services;
    private final Clocks clocks;
    private final Vfs vfs;
    private final Tmpfs shm;
    private final LockWaits lockWaits = new LockWaits();
    private final Terminals terminals;
    private final AnonymousFileSystem pipeFs;
    private final AnonymousFileSystem sockFs;
    private final AnonymousFileSystem anonInodeFs;
    private final AnonymousInode anonInode;
    private final KernelOptions options;
    private final Set<String> complaints = ConcurrentHashMap.newKeySet();
    private final long[] allProcessors;
    private final TaskThreads threads = new TaskThreads();
    private final SecureRandom random = new SecureRandom();
    private final UnixNames unixNames = new UnixNames(() -> SocketCredentials.of(Task.current()));
    private final SystemCallTable systemCalls = new SystemCallTable(Topics.ALL);
    private final Timers timers = new Timers();
    private final ProcessTree tree = new ProcessTree(this);
    private final Ipc ipc;
    private final PosixQueues posixQueues;
    private final Vdso vdso;
    private final UtsNames uts;
    private final PendingLimit pendingSignals = new PendingLimit();
    private final FileSignalTable fileSignals = new FileSignalTable(tree.pids());
    private final Futexes futexes = new Futexes(tid -> tree().pids().task(tid));

    public Kernel(KernelOptions options) {
        this.options = options;
        this.platform = options.platform();
        this.services = options.services();
        this.clocks = services.clocks();
        this.allProcessors = processorMask(options.processors());
        this.vfs = new Vfs(options.namespace(), clocks);
        this.shm = new Tmpfs(services, SHM_LIMIT, 01777, 0, 0);
        services.devices().setFifoOpener(Kernel::openFifo);
        this.terminals = new Terminals(services);
        this.pipeFs = new AnonymousFileSystem("pipefs", 0xf, 0x50495045, clocks, 20_000);
        this.sockFs = new AnonymousFileSystem("sockfs", 0x9, 0x534f434b, clocks, 40_000_000);
        this.anonInodeFs = new AnonymousFileSystem("anon_inodefs", 0x10, 0x09041934, clocks, 1_024);
        this.anonInode = anonInodeFs.create(0600, 0, 0);
        this.ipc = new Ipc(services.memory(), clocks);
        this.posixQueues = new PosixQueues(services, ipc);
        this.uts = new UtsNames(options.hostName());
        this.vdso = new Vdso(platform, services.memory(), clocks);
    }

    /**
     * A kernel with the usual options.
     *
     * @param namespace the mounts that programs see; the caller may add more before the first program runs
     */
    public Kernel(Platform platform, FileServices services, Namespace namespace) {
        this(KernelOptions.usual(platform, services, namespace));
    }

    private static long[] processorMask(int processors) {
        long[] mask = new long[(processors + 63) / 64];
        for (int i = 0; i < processors; i++) {
            mask[i / 64] |= 1L << i;
        }
        return mask;
    }

    // --- a run
    // ----------------------------------------------------------------------------------------------------------

    /** Starts the first process. */
    public ThreadGroup start(ProgramStart start) throws StartException {
        new MemoryWatch(this).look();
        return FirstProcess.start(this, start);
    }

    /** Waits until a process has ended; its wait(2) status. */
    public int await(ThreadGroup process) throws InterruptedException {
        return tree.awaitEnd(process);
    }

    /** Kills what is left. Idempotent; the platform is not closed. */
    @Override
    public void close() {
        boolean interrupted = false;
        try {
            if (!tree.killAll(END_NANOS)) {
                complain("some processes did not end in time");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        threads.close();
        timers.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a task's loop on a thread of its own. */
    public void startThread(Runnable loop) {
        threads.run(loop);
    }

    /** A task is about to leave its memory, at its end or in execve(2): its futexes, its cleared thread ID. */
    public void taskLeavesMemory(Task task) {
        futexes.robust().release(task, task.addressSpace().isShared());
    }

    /** A task goes on with another program. */
    public void taskExecuted(Task task) {
        futexes.robust().renew(task);
        task.group().timers().resetForExec();
    }

    // --- parts
    // ----------------------------------------------------------------------------------------------------------

    /** All memory of the guests. */
    public PhysicalMemory memory() {
        return services.memory();
    }

    /** Bytes of memory that programs may use. */
    public long memoryLimit() {
        return options.memoryLimit();
    }

    /** How many tasks there may be. */
    public int taskLimit() {
        return options.taskLimit();
    }

    /** How many processors programs see. */
    public int processors() {
        return options.processors();
    }

    /** Bytes of an affinity mask (sched_setaffinity(2)). */
    public int affinityBytes() {
        return allProcessors.length * Long.BYTES;
    }

    /** One bit for each processor. Do not change it. */
    public long[] allProcessors() {
        return allProcessors;
    }

    /** Since the start of the system: CLOCK_BOOTTIME, which is CLOCK_MONOTONIC here. */
    public long uptimeNanos() {
        return clocks.monotonic();
    }

    /** For what must not be guessed. */
    public SecureRandom random() {
        return random;
    }

    public Platform platform() {
        return platform;
    }

    public Clocks clocks() {
        return clocks;
    }

    /** What every program finds in its memory. */
    public Vdso vdso() {
        return vdso;
    }

    /** Files by name. */
    public Vfs vfs() {
        return vfs;
    }

    private static OpenFile openFifo(PathNode path, int flags, Object caller) {
        return Fifo.open(path.inode(), path, flags, ((Task) caller).sleeper());
    }

    /** What the file systems of the run share. */
    public FileServices services() {
        return services;
    }

    /** The objects of System V inter-process communication, and the limits of POSIX's too. */
    public Ipc ipc() {
        return ipc;
    }

    /** The queues of mq_open(3). */
    public PosixQueues posixQueues() {
        return posixQueues;
    }

    /** Where memfd_create(2) makes its files. */
    public Tmpfs shm() {
        return shm;
    }

    /** Who waits for which record lock. */
    public LockWaits lockWaits() {
        return lockWaits;
    }

    /** Who wants signals about which open file. */
    public FileSignalTable fileSignals() {
        return fileSignals;
    }

    /** Where pipe(2) makes its files. */
    public AnonymousFileSystem pipeFs() {
        return pipeFs;
    }

    /** Where socket(2) makes its files. */
    public AnonymousFileSystem sockFs() {
        return sockFs;
    }

    /** Pseudo-terminals, and the console. */
    public Terminals terminals() {
        return terminals;
    }

    /** What unix sockets have in common. */
    public UnixNames unixNames() {
        return unixNames;
    }

    /** The one inode that eventfds, epolls, timerfds, signalfds, pidfds … share. */
    public AnonymousInode anonInode() {
        return anonInode;
    }

    public Tracer tracer() {
        return options.tracer();
    }

    public SystemCallTable systemCalls() {
        return systemCalls;
    }

    /** The processes; its monitor is the task lock. */
    public ProcessTree tree() {
        return tree;
    }

    /** Its thread lives until the run ends. */
    public Timers timers() {
        return timers;
    }

    public Futexes futexes() {
        return futexes;
    }

    /** How many signals each user has queued. */
    public PendingLimit pendingSignals() {
        return pendingSignals;
    }

    public UtsNames uts() {
        return uts;
    }

    /** Tells the user what went wrong with the engine; the same thing only once. */
    public void complain(String line) {
        if (complaints.size() < COMPLAINTS && complaints.add(line)) {
            options.complaints().accept(line);
        }
    }

    /** A bug of ours: one line on standard error, with a stack trace if the property {@code isthmus.debug} is set. */
    public void internalError(String where, Throwable error) {
        complain("internal error in " + where + ": " + error);
        if (Boolean.getBoolean("isthmus.debug")) {
            error.printStackTrace();
        }
    }
}

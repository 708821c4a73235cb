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
import isthmus.core.pipe.Fifo;
import isthmus.core.south.Platform;
import isthmus.core.time.Clocks;
import isthmus.linux.calls.SystemCallTable;
import isthmus.linux.calls.Topics;
import isthmus.linux.futex.Futexes;
import isthmus.linux.signal.PendingLimit;
import isthmus.linux.task.ProcessTree;
import isthmus.linux.task.Task;
import isthmus.linux.trace.Tracer;

/** One run: a system of its own with processes, files and a clock. */
public final class Kernel {
    private final Platform platform;
    /** What the mount that memfds are on may hold; the memory of the run is the real limit. */
    private static final long SHM_LIMIT = 1L << 46;

    private final FileServices services;
    private final Clocks clocks;
    private final Vfs vfs;
    private final Tmpfs shm;
    private final LockWaits lockWaits = new LockWaits();
    private final AnonymousFileSystem pipeFs;
    private final AnonymousFileSystem sockFs;
    private final AnonymousFileSystem anonInodeFs;
    private final AnonymousInode anonInode;
    private final Tracer tracer;
    private final SystemCallTable systemCalls = new SystemCallTable(Topics.ALL);
    private final ProcessTree tree = new ProcessTree(this);
    private final UtsNames uts;
    private final PendingLimit pendingSignals = new PendingLimit();
    private final Futexes futexes = new Futexes(tid -> tree().pids().task(tid));

    /** @param namespace the mounts that programs see; the caller may add more before the first program runs */
    public Kernel(Platform platform, FileServices services, Namespace namespace) {
        this.platform = platform;
        this.services = services;
        this.clocks = services.clocks();
        this.vfs = new Vfs(namespace, clocks);
        this.shm = new Tmpfs(services, SHM_LIMIT, 01777, 0, 0);
        services.devices().setFifoOpener(Kernel::openFifo);
        this.pipeFs = new AnonymousFileSystem("pipefs", 0xf, 0x50495045, clocks, 20_000);
        this.sockFs = new AnonymousFileSystem("sockfs", 0x9, 0x534f434b, clocks, 40_000_000);
        this.anonInodeFs = new AnonymousFileSystem("anon_inodefs", 0x10, 0x09041934, clocks, 1_024);
        this.anonInode = anonInodeFs.create(0600, 0, 0);
        this.tracer = Tracer.OFF;
        this.uts = new UtsNames("isthmus");
    }

    public Platform platform() {
        return platform;
    }

    public Clocks clocks() {
        return clocks;
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

    /** Where memfd_create(2) makes its files. */
    public Tmpfs shm() {
        return shm;
    }

    /** Who waits for which record lock. */
    public LockWaits lockWaits() {
        return lockWaits;
    }

    /** Where pipe(2) makes its files. */
    public AnonymousFileSystem pipeFs() {
        return pipeFs;
    }

    /** Where socket(2) makes its files. */
    public AnonymousFileSystem sockFs() {
        return sockFs;
    }

    /** The one inode that eventfds, epolls, timerfds, signalfds, pidfds … share. */
    public AnonymousInode anonInode() {
        return anonInode;
    }

    public Tracer tracer() {
        return tracer;
    }

    public SystemCallTable systemCalls() {
        return systemCalls;
    }

    /** The processes; its monitor is the task lock. */
    public ProcessTree tree() {
        return tree;
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

    /** A bug of ours: one line on standard error, with a stack trace if the property {@code isthmus.debug} is set. */
    public void internalError(String where, Throwable error) {
        System.err.println("isthmus: internal error in " + where + ": " + error);
        if (Boolean.getBoolean("isthmus.debug")) {
            error.printStackTrace();
        }
    }
}

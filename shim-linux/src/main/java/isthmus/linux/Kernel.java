package isthmus.linux;

import isthmus.core.files.AnonymousFileSystem;
import isthmus.core.files.AnonymousInode;
import isthmus.core.south.Platform;
import isthmus.core.time.Clocks;

/** One run: a system of its own with processes, files and a clock. To be filled by the task engineer. */
public final class Kernel {
    private final Platform platform;
    private final Clocks clocks;
    private final AnonymousFileSystem pipeFs;
    private final AnonymousFileSystem sockFs;
    private final AnonymousFileSystem anonInodeFs;
    private final AnonymousInode anonInode;

    public Kernel(Platform platform, Clocks clocks) {
        this.platform = platform;
        this.clocks = clocks;
        this.pipeFs = new AnonymousFileSystem("pipefs", 0xf, 0x50495045, clocks, 20_000);
        this.sockFs = new AnonymousFileSystem("sockfs", 0x9, 0x534f434b, clocks, 40_000_000);
        this.anonInodeFs = new AnonymousFileSystem("anon_inodefs", 0x10, 0x09041934, clocks, 1_024);
        this.anonInode = anonInodeFs.create(0600, 0, 0);
    }

    public Platform platform() {
        return platform;
    }

    public Clocks clocks() {
        return clocks;
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
}

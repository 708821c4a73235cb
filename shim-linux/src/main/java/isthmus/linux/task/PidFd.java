package isthmus.linux.task;

import isthmus.core.files.Inode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.WaitQueue;

/** A process as a file (pidfd_open(2)): readable once the process has ended. */
public final class PidFd extends OpenFile {
    private final Inode inode;
    private final ThreadGroup process;

    /** @param flags O_NONBLOCK or 0 */
    public PidFd(Inode inode, ThreadGroup process, int flags) {
        super(OpenFlags.O_RDWR | flags);
        this.inode = inode;
        this.process = process;
    }

    public ThreadGroup process() {
        return process;
    }

    @Override
    public Inode inode() {
        return inode;
    }

    @Override
    public String description() {
        return "anon_inode:[pidfd]";
    }

    @Override
    public String statusLines() {
        int pid = process.isReaped() ? -1 : process.pid();
        return "Pid:\t" + pid + "\nNSpid:\t" + pid + "\n";
    }

    @Override
    public int poll() {
        return process.isZombie() ? PollEvents.READABLE : 0;
    }

    @Override
    public WaitQueue waitQueue() {
        return process.endEvents();
    }
}

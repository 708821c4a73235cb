package isthmus.linux.tty;

import isthmus.core.files.Inode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;
import isthmus.core.memory.GuestMemory;
import isthmus.core.wait.WaitQueue;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;

/** The master of a pair, as a program got it from /dev/ptmx. */
final class PtyMaster extends OpenFile {
    private final Terminals terminals;
    private final Pty pty;
    private final PathNode path;

    PtyMaster(Terminals terminals, Pty pty, PathNode path, int flags) {
        super(flags);
        this.terminals = terminals;
        this.pty = pty;
        this.path = path;
    }

    Pty pty() {
        return pty;
    }

    @Override
    public Inode inode() {
        return path.inode();
    }

    @Override
    public PathNode path() {
        return path;
    }

    @Override
    public int read(ByteBuffer target) {
        return (int) pty.locked(() -> pty.readMaster(target));
    }

    @Override
    public int write(ByteBuffer source) {
        return (int) pty.locked(() -> pty.writeMaster(source));
    }

    @Override
    public int poll() {
        synchronized (pty) {
            return pty.pollMaster();
        }
    }

    @Override
    public WaitQueue waitQueue() {
        return pty.masterQueue;
    }

    @Override
    public long ioctl(int request, long argument, GuestMemory memory, Object caller) {
        return new TerminalIoctls(terminals, pty, true, this, memory, (Task) caller).carryOut(request, argument);
    }

    @Override
    protected void closed() {
        terminals.masterClosed(pty);
    }
}

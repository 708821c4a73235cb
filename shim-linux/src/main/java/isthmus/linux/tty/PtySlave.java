package isthmus.linux.tty;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.Inode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;
import isthmus.core.memory.GuestMemory;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.Sleeper;
import isthmus.core.wait.WaitEntry;
import isthmus.core.wait.WaitQueue;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/** A program's side of a pair: its terminal. */
public final class PtySlave extends OpenFile {
    private static final int HUNG_UP =
            PollEvents.READABLE | PollEvents.WRITABLE | PollEvents.POLLERR | PollEvents.POLLHUP;
    /** VTIME counts tenths of a second. */
    private static final long TENTH = 100_000_000L;

    private final Terminals terminals;
    private final Pty pty;
    private final PathNode path;
    private final int generation;
    /** The thread whose time is over, so that its read takes what there is. */
    private volatile Thread hurried;

    PtySlave(Terminals terminals, Pty pty, PathNode path, int flags, int generation) {
        super(flags);
        this.terminals = terminals;
        this.pty = pty;
        this.path = path;
        this.generation = generation;
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
    public WaitQueue waitQueue() {
        return pty.slaveQueue;
    }

    @Override
    public int poll() {
        synchronized (pty) {
            return pty.isHungUp(generation) ? HUNG_UP : pty.pollSlave();
        }
    }

    @Override
    public int write(ByteBuffer source) {
        if (toStop()) {
            ControllingTerminal.checkBackground(Task.current(), pty, Signal.SIGTTOU);
        }
        return (int) pty.locked(() -> {
            if (pty.isHungUp(generation)) {
                throw Errno.EIO.exception();
            }
            return pty.writeSlave(source);
        });
    }

    private boolean toStop() {
        synchronized (pty) {
            return pty.termios().local(Termios.TOSTOP);
        }
    }

    // --- reading --------------------------------------------------------------------------------------------------

    @Override
    public int read(ByteBuffer target) {
        ControllingTerminal.checkBackground(Task.current(), pty, Signal.SIGTTIN);
        return (int) pty.locked(() -> {
            if (pty.isHungUp(generation) || !target.hasRemaining()) {
                return 0;
            }
            int minimum = pty.termios().cc(Termios.VMIN);
            boolean raw = !pty.isLineMode();
            boolean timed = pty.termios().cc(Termios.VTIME) != 0;
            if (raw && minimum == 0 && !timed && pty.available() == 0) {
                return 0;
            }
            boolean now = isNonBlocking() || hurried == Thread.currentThread();
            return pty.readSlave(target, now ? 1 : Math.max(minimum, 1));
        });
    }

    /**
     * Waits as VMIN and VTIME say (termios(3)): for VMIN bytes without limit; with VTIME, not longer than that between two
     * bytes; without VMIN, not longer than VTIME in all.
     */
    @Override
    public long awaitRead(Sleeper sleeper, LongSupplier attempt) {
        WaitEntry entry = new WaitEntry(PollEvents.READABLE, events -> sleeper.wake());
        pty.slaveQueue.add(entry);
        try {
            long since = System.nanoTime();
            int before = 0;
            while (true) {
                sleeper.prepare();
                try {
                    return attempt.getAsLong();
                } catch (ErrnoException e) {
                    if (e.errno() != Errno.EAGAIN) {
                        throw e;
                    }
                }
                int available = availableNow();
                if (available != before) {
                    before = available;
                    since = System.nanoTime();
                }
                switch (sleeper.pause(deadline(since, available))) {
                    case WOKEN -> {}
                    case TIMED_OUT -> {
                        return hurry(attempt, available, 0);
                    }
                    case INTERRUPTED -> {
                        return hurry(attempt, available, -1);
                    }
                }
            }
        } finally {
            pty.slaveQueue.remove(entry);
        }
    }

    private int availableNow() {
        synchronized (pty) {
            return pty.available();
        }
    }

    private long deadline(long since, int available) {
        synchronized (pty) {
            Termios t = pty.termios();
            int time = t.cc(Termios.VTIME);
            boolean counts = !pty.isLineMode() && time != 0 && (available > 0 || t.cc(Termios.VMIN) == 0);
            return counts ? since + time * TENTH : Sleeper.FOREVER;
        }
    }

    /** The time is over, or a signal came: takes what there is; if that is nothing, {@code none}, of which -1 is the interruption. */
    private long hurry(LongSupplier attempt, int available, int none) {
        if (available > 0) {
            hurried = Thread.currentThread();
            try {
                return attempt.getAsLong();
            } catch (ErrnoException e) {
                if (e.errno() != Errno.EAGAIN) {
                    throw e;
                }
            } finally {
                hurried = null;
            }
        }
        if (none < 0) {
            throw Errno.ERESTARTSYS.exception();
        }
        return none;
    }

    // --- the rest -------------------------------------------------------------------------------------------------

    @Override
    public long ioctl(int request, long argument, GuestMemory memory, Object caller) {
        if (pty.isHungUp(generation)) {
            throw (request == TtyIoctl.TIOCSPGRP ? Errno.ENOTTY : Errno.EIO).exception();
        }
        return new TerminalIoctls(terminals, pty, false, this, memory, (Task) caller).carryOut(request, argument);
    }

    @Override
    protected void closed() {
        pty.closeSlave(generation);
        terminals.slaveClosed(pty);
    }
}

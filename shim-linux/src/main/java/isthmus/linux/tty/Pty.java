package isthmus.linux.tty;

import isthmus.core.Errno;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.WaitQueue;
import isthmus.linux.signal.SigInfo;
import isthmus.linux.signal.Signal;
import isthmus.linux.signal.SignalSending;
import isthmus.linux.task.ProcessGroup;
import isthmus.linux.task.Session;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A pair of pseudo-terminals (pty(7)): the master's side, where keys are typed and output is shown, and the program's side,
 * which is a terminal.
 *
 * <p>The monitor guards everything. Wait queues are woken with it held, but for a hang-up; signals are sent, and the
 * console's output is written, after it was given back. It is taken after the task lock if both are needed, and no other lock is taken under it.
 */
final class Pty {
    /** What may wait for the master to read; and what may wait for the discipline to take. */
    private static final int OUTPUT_LIMIT = 20_480, TYPED_LIMIT = 16_384;
    /** What one read of the master gets at most, and what a flush of output leaves: it counts as read. */
    private static final int MASTER_BUFFER = InputBuffer.SIZE - 1;

    private static final int EVERYTHING =
            PollEvents.READABLE | PollEvents.WRITABLE | PollEvents.POLLHUP | PollEvents.POLLERR | PollEvents.POLLPRI;

    private final int index;
    final WaitQueue masterQueue = new WaitQueue();
    final WaitQueue slaveQueue = new WaitQueue();
    private final ByteQueue toMaster = new ByteQueue();
    private final ByteQueue typed = new ByteQueue();
    private final LineDiscipline discipline =
            new LineDiscipline(new DisciplineHost(), new OutputProcessor(toMaster, OUTPUT_LIMIT));
    private final ConsoleOutput consoleOutput = new ConsoleOutput(this);

    private WindowSize windowSize = WindowSize.UNKNOWN;
    private boolean stopped;
    private boolean stoppedByProgram;
    /** The master's own output, which is what is typed, was stopped by tcflow(3). */
    private boolean typingStopped;

    private boolean locked = true;
    private boolean exclusive;
    private boolean packetMode;
    /** TIOCPKT bits that the master has not read. */
    private int packetStatus;

    private boolean masterOpen = true;
    private int slaves;
    /** Whether a program has had it open and none has now. */
    private boolean slaveClosed;
    /** Files opened before the last hang-up are dead. */
    private int generation;

    private Session session;
    private ProcessGroup foreground;
    /** To be sent once the monitor is given back. */
    private final List<Runnable> afterwards = new ArrayList<>();

    Pty(int index) {
        this.index = index;
    }

    int index() {
        return index;
    }

    /** Something done to the pair. */
    @FunctionalInterface
    interface Action {
        long apply();
    }

    /** Runs an action with the monitor held, and then what it left to do. */
    long locked(Action action) {
        long result;
        List<Runnable> due = List.of();
        try {
            synchronized (this) {
                try {
                    result = action.apply();
                } finally {
                    if (!afterwards.isEmpty()) {
                        due = new ArrayList<>(afterwards);
                        afterwards.clear();
                    }
                }
            }
        } finally {
            due.forEach(Runnable::run);
            consoleOutput.drain();
        }
        return result;
    }

    // --- the life of the two sides --------------------------------------------------------------------------------

    /** A program opens its side; returns the generation of its file. EIO, EBUSY. */
    synchronized int openSlave(boolean privileged) {
        if (locked || !masterOpen) {
            throw Errno.EIO.exception();
        }
        if (exclusive && !privileged) {
            throw Errno.EBUSY.exception();
        }
        slaves++;
        slaveClosed = false;
        return generation;
    }

    void closeSlave(int fileGeneration) {
        locked(() -> {
            if (fileGeneration == generation) {
                slaves--;
                if (slaves == 0) {
                    slaveClosed = true;
                    exclusive = false;
                    masterQueue.wake(EVERYTHING);
                }
            }
            return 0;
        });
    }

    /** The master is closed: the terminal hangs up for good. */
    void closeMaster() {
        locked(() -> {
            masterOpen = false;
            hangUpLocked();
            return 0;
        });
    }

    /** vhangup(2), TIOCVHANGUP: whoever has it open finds it dead. */
    void hangUp() {
        locked(() -> {
            hangUpLocked();
            return 0;
        });
    }

    private void hangUpLocked() {
        generation++;
        slaves = 0;
        slaveClosed = masterOpen;
        typed.clear();
        discipline.flushInput();
        discipline.echo.clear();
        if (session != null) {
            Session lost = session;
            ProcessGroup group = foreground;
            lost.setTerminal(null);
            lost.setFormerForeground(group);
            session = null;
            foreground = null;
            later(() -> {
                lost.leader().signals().send(SigInfo.ofKernel(Signal.SIGHUP));
                lost.leader().signals().send(SigInfo.ofKernel(Signal.SIGCONT));
            });
        }
        later(
                () -> { // after the signals, so that who waits for input is ended by SIGHUP and does not see an end of
                    // file
                    slaveQueue.wake(EVERYTHING);
                    masterQueue.wake(EVERYTHING);
                });
    }

    synchronized boolean isHungUp(int fileGeneration) {
        return fileGeneration != generation;
    }

    synchronized boolean isMasterOpen() {
        return masterOpen;
    }

    /** Whether nobody has either side open, so that its number may be used again. */
    synchronized boolean isUnused() {
        return !masterOpen && slaves == 0;
    }

    private void later(Runnable action) {
        afterwards.add(action);
    }

    // --- data; the monitor is held --------------------------------------------------------------------------------

    /** A program writes: what is shown. EIO, EAGAIN. */
    int writeSlave(ByteBuffer source) {
        if (!masterOpen) {
            throw Errno.EIO.exception();
        }
        discipline.flushEchoes();
        int before = source.remaining();
        if (!stopped) {
            discipline.output().write(discipline.termios(), source);
        }
        int count = before - source.remaining();
        if (count == 0 && before > 0) {
            throw Errno.EAGAIN.exception();
        }
        masterQueue.wake(PollEvents.READABLE);
        return count;
    }

    /** A program reads what was typed; 0 is an end of file. EAGAIN if there is nothing, or not yet enough. */
    int readSlave(ByteBuffer target, int minimum) {
        if (!discipline.isReadable(false)
                || !isLineMode() && discipline.input.size() < Math.min(minimum, target.remaining())) {
            throw Errno.EAGAIN.exception();
        }
        int count = discipline.read(target);
        pump();
        return count;
    }

    boolean isLineMode() {
        Termios t = discipline.termios();
        return t.isCanonical() && !t.local(Termios.EXTPROC);
    }

    int available() {
        return discipline.isReadable(false) ? Math.max(1, discipline.input.size()) : 0;
    }

    /** What was typed goes to the discipline, as far as there is room; then there may be room for more. */
    private void pump() {
        boolean wasReadable = discipline.isReadable(false);
        int before = typed.size();
        int had = discipline.input.size();
        discipline.receive(typed);
        if (before > typed.size()) {
            masterQueue.wake(PollEvents.WRITABLE);
            if (discipline.isReadable(false) && (!wasReadable || discipline.input.size() != had)) {
                slaveQueue.wake(PollEvents.READABLE);
            }
        }
        if (!toMaster.isEmpty()) {
            masterQueue.wake(PollEvents.READABLE);
        }
    }

    /** The other end types. EAGAIN. */
    int writeMaster(ByteBuffer source) {
        int count = typingStopped ? 0 : Math.min(source.remaining(), TYPED_LIMIT - typed.size());
        if (count == 0 && source.hasRemaining()) {
            throw Errno.EAGAIN.exception();
        }
        typed.add(source, count);
        pump();
        return count;
    }

    /** The other end reads what is shown. EIO when no program has the terminal open any more; EAGAIN. */
    int readMaster(ByteBuffer target) {
        if (!target.hasRemaining()) {
            return 0;
        }
        if (packetMode && packetStatus != 0) {
            target.put((byte) packetStatus);
            packetStatus = 0;
            return 1;
        }
        if (toMaster.isEmpty()) {
            throw (slaveClosed ? Errno.EIO : Errno.EAGAIN).exception();
        }
        int extra = packetMode ? 1 : 0;
        if (packetMode) {
            target.put((byte) 0);
        }
        int count = takeOutput(target, MASTER_BUFFER);
        return count + extra;
    }

    /** Moves output out of the pair, and lets those go on who waited for room. */
    int takeOutput(ByteBuffer target, int limit) {
        int count = toMaster.poll(target, limit);
        discipline.flushEchoes();
        if (!stopped) {
            slaveQueue.wake(PollEvents.WRITABLE);
        }
        return count;
    }

    int pollMaster() {
        int events = toMaster.isEmpty() ? 0 : PollEvents.READABLE;
        if (packetMode && packetStatus != 0) {
            events |= PollEvents.READABLE | PollEvents.POLLPRI;
        }
        if (slaveClosed) {
            events |= PollEvents.POLLHUP;
        }
        return !typingStopped && typed.size() < TYPED_LIMIT ? events | PollEvents.WRITABLE : events;
    }

    int pollSlave() {
        int events = discipline.isReadable(true) ? PollEvents.READABLE : 0;
        return !stopped && discipline.output().room() > 0 ? events | PollEvents.WRITABLE : events;
    }

    int readableByMaster() {
        return Math.min(toMaster.size(), MASTER_BUFFER);
    }

    int readableBySlave() {
        return discipline.readable();
    }

    ConsoleOutput consoleOutput() {
        return consoleOutput;
    }

    // --- settings; the monitor is held ----------------------------------------------------------------------------

    Termios termios() {
        return discipline.termios();
    }

    void setTermios(Termios wanted) {
        Termios old = discipline.termios();
        Termios made = wanted.forPty();
        discipline.setTermios(made);
        if (packetMode) {
            tellOfTermios(old, made);
        }
        pump();
        slaveQueue.wake(PollEvents.READABLE | PollEvents.WRITABLE);
    }

    private void tellOfTermios(Termios old, Termios made) {
        boolean oldFlow = usualFlow(old);
        boolean newFlow = usualFlow(made);
        boolean external = old.local(Termios.EXTPROC) || made.local(Termios.EXTPROC);
        if (oldFlow != newFlow) {
            packetStatus &= ~(TtyIoctl.TIOCPKT_DOSTOP | TtyIoctl.TIOCPKT_NOSTOP);
            tellMaster(newFlow ? TtyIoctl.TIOCPKT_DOSTOP : TtyIoctl.TIOCPKT_NOSTOP);
        }
        if (external) {
            tellMaster(TtyIoctl.TIOCPKT_IOCTL);
        }
    }

    private static boolean usualFlow(Termios t) {
        return t.input(Termios.IXON) && t.cc(Termios.VSTOP) == 19 && t.cc(Termios.VSTART) == 17;
    }

    private void tellMaster(int status) {
        if (packetMode) {
            packetStatus |= status;
            masterQueue.wake(PollEvents.READABLE | PollEvents.POLLPRI);
        }
    }

    WindowSize windowSize() {
        return windowSize;
    }

    /** A change is told to the foreground process group. */
    void setWindowSize(WindowSize size) {
        if (!size.equals(windowSize)) {
            windowSize = size;
            signalForeground(Signal.SIGWINCH);
        }
    }

    void setLocked(boolean locked) {
        this.locked = locked;
    }

    boolean isLocked() {
        return locked;
    }

    void setExclusive(boolean exclusive) {
        this.exclusive = exclusive;
    }

    boolean isExclusive() {
        return exclusive;
    }

    void setPacketMode(boolean on) {
        if (on && !packetMode) {
            packetStatus = 0;
        }
        packetMode = on;
    }

    boolean isPacketMode() {
        return packetMode;
    }

    void flushInput() {
        discipline.flushInput();
        pump();
    }

    /** Of what is on its way to the master, what it has not got yet is dropped. */
    void flushOutput() {
        toMaster.truncate(MASTER_BUFFER);
        tellMaster(TtyIoctl.TIOCPKT_FLUSHWRITE);
        slaveQueue.wake(PollEvents.WRITABLE);
    }

    /** The master drops what it has written and the discipline has not taken. */
    void forgetTyped() {
        typed.clear();
        masterQueue.wake(PollEvents.WRITABLE);
    }

    /** The master drops what it could read. */
    void forgetShown() {
        toMaster.clear();
        slaveQueue.wake(PollEvents.WRITABLE);
    }

    void stopTyping(boolean stop) {
        typingStopped = stop;
        masterQueue.wake(PollEvents.WRITABLE);
    }

    /** TIOCSTI: as if it had been typed. */
    void type(int c) {
        typed.add(c);
        pump();
    }

    /** TCIOFF and TCION: a character that goes out at once. */
    void sendNow(int c) {
        toMaster.add(c);
        masterQueue.wake(PollEvents.READABLE);
    }

    /** tcflow(3): stops or starts output whatever was typed. */
    void stopByProgram(boolean stop) {
        if (stop != stoppedByProgram) {
            stoppedByProgram = stop;
            setStopped(stop);
        }
    }

    private void setStopped(boolean stop) {
        if (stop == stopped || !stop && stoppedByProgram) {
            return;
        }
        stopped = stop;
        if (packetMode) {
            packetStatus &= ~(TtyIoctl.TIOCPKT_STOP | TtyIoctl.TIOCPKT_START);
            tellMaster(stop ? TtyIoctl.TIOCPKT_STOP : TtyIoctl.TIOCPKT_START);
        }
        if (!stop) {
            discipline.flushEchoes();
            slaveQueue.wake(PollEvents.WRITABLE);
            masterQueue.wake(PollEvents.READABLE);
        }
    }

    // --- sessions; the monitor is held ----------------------------------------------------------------------------

    Session session() {
        return session;
    }

    ProcessGroup foreground() {
        return foreground;
    }

    void setForeground(ProcessGroup group) {
        foreground = group;
    }

    void setSession(Session owner, ProcessGroup group) {
        session = owner;
        foreground = group;
        owner.setTerminal(this);
    }

    /** It is nobody's controlling terminal any more; the foreground gets the signals. */
    void releaseSession(int... signals) {
        for (int signo : signals) {
            signalForeground(signo);
        }
        if (session != null) {
            session.setTerminal(null);
        }
        session = null;
        foreground = null;
    }

    void signalForeground(int signo) {
        ProcessGroup group = foreground;
        if (group != null) {
            later(() -> SignalSending.sendToProcessGroup(group, SigInfo.ofKernel(signo)));
        }
    }

    private final class DisciplineHost implements LineDiscipline.Host {
        @Override
        public void signal(int signo) {
            signalForeground(signo);
        }

        @Override
        public void flushOutput() {
            Pty.this.flushOutput();
        }

        @Override
        public void inputFlushed() {
            tellMaster(TtyIoctl.TIOCPKT_FLUSHREAD);
        }

        @Override
        public void flow(boolean stop) {
            setStopped(stop);
        }

        @Override
        public boolean isStopped() {
            return stopped;
        }

        @Override
        public boolean isStoppedByProgram() {
            return stoppedByProgram;
        }
    }
}

package isthmus.linux.tty;

import static isthmus.linux.tty.TtyIoctl.*;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.Credentials;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.ProcessGroup;
import isthmus.linux.task.Session;
import isthmus.linux.task.Task;
import java.util.function.BooleanSupplier;

/** ioctl_tty(2) on one side of a pair. What is set on the master counts for the program's side. */
final class TerminalIoctls {
    /** The process ID of what started the run: in no table, and in a session of its own. */
    private static final int ANCESTOR = 1;

    private final Terminals terminals;
    private final Pty pty;
    private final boolean master;
    private final OpenFile file;
    private final GuestMemory memory;
    private final Task task;

    TerminalIoctls(Terminals terminals, Pty pty, boolean master, OpenFile file, GuestMemory memory, Task task) {
        this.terminals = terminals;
        this.pty = pty;
        this.master = master;
        this.file = file;
        this.memory = memory;
        this.task = task;
    }

    /** ENOTTY for what a terminal does not know. */
    long carryOut(int request, long argument) {
        switch (request) {
            case TCGETS, TCGETS2, TCGETA -> readTermios(request, argument);
            case TCSETS, TCSETSW, TCSETSF, TCSETS2, TCSETSW2, TCSETSF2, TCSETA, TCSETAW, TCSETAF ->
                writeTermios(request, argument);
            case TIOCGWINSZ -> readWindowSize(argument);
            case TIOCSWINSZ -> writeWindowSize(argument);
            case FIONREAD -> memory.writeInt(argument, (int) locked(this::readable));
            case TIOCOUTQ -> memory.writeInt(argument, 0);
            case TCSBRK, TCSBRKP, TIOCSBRK -> check();
            case TIOCCBRK -> check();
            case TCXONC -> flow((int) argument);
            case TCFLSH -> flush((int) argument);
            case TIOCSTI -> type(argument);
            case TIOCEXCL, TIOCNXCL -> set(() -> pty.setExclusive(request == TIOCEXCL));
            case TIOCGEXCL -> memory.writeInt(argument, flag(pty::isExclusive));
            case TIOCGETD -> memory.writeInt(argument, 0);
            case TIOCSETD -> discipline(argument);
            case TIOCGSOFTCAR -> memory.writeInt(argument, 0);
            case TIOCSSOFTCAR -> memory.readInt(argument);
            case TIOCGLCKTRMIOS -> memory.write(argument, new byte[Termios.SIZE]);
            case TIOCVHANGUP -> hangUp();
            case TIOCGDEV -> memory.writeInt(argument, (int) Terminals.deviceNumber(pty.index(), master));
            case TIOCSCTTY, TIOCNOTTY, TIOCGPGRP, TIOCSPGRP, TIOCGSID -> jobControl(request, argument);
            default -> {
                return master ? ofMaster(request, argument) : unknown();
            }
        }
        return 0;
    }

    private static long unknown() {
        throw Errno.ENOTTY.exception();
    }

    private long ofMaster(int request, long argument) {
        switch (request) {
            case TIOCGPTN -> memory.writeInt(argument, pty.index());
            case TIOCSPTLCK -> {
                boolean lock = memory.readInt(argument) != 0;
                set(() -> pty.setLocked(lock));
            }
            case TIOCGPTLCK -> memory.writeInt(argument, flag(pty::isLocked));
            case TIOCPKT -> {
                boolean on = memory.readInt(argument) != 0;
                set(() -> pty.setPacketMode(on));
            }
            case TIOCGPKT -> memory.writeInt(argument, flag(pty::isPacketMode));
            case TIOCSIG -> {
                int signo = (int) argument;
                if (signo < 1 || signo > Signal.COUNT) {
                    throw Errno.EINVAL.exception();
                }
                set(() -> pty.signalForeground(signo));
            }
            case TIOCGPTPEER -> {
                return terminals.openPeer(task, pty, (int) argument);
            }
            default -> unknown();
        }
        return 0;
    }

    private void set(Runnable action) {
        pty.locked(() -> {
            action.run();
            return 0;
        });
    }

    private long locked(Pty.Action action) {
        return pty.locked(action);
    }

    private int flag(BooleanSupplier value) {
        return (int) locked(() -> value.getAsBoolean() ? 1 : 0);
    }

    private long readable() {
        return master ? pty.readableByMaster() : pty.readableBySlave();
    }

    /** A background process may not change its terminal. */
    private void check() {
        if (!master) {
            ControllingTerminal.checkBackground(task, pty, Signal.SIGTTOU);
        }
    }

    // --- settings -------------------------------------------------------------------------------------------------

    private Termios termios() {
        synchronized (pty) {
            return pty.termios();
        }
    }

    private void readTermios(int request, long argument) {
        Termios t = termios();
        memory.write(
                argument,
                switch (request) {
                    case TCGETS -> t.encode();
                    case TCGETS2 -> t.encode2();
                    default -> t.encodeOld();
                });
    }

    private void writeTermios(int request, long argument) {
        ControllingTerminal.checkBackground(task, pty, Signal.SIGTTOU);
        Termios wanted = switch (request) {
            case TCSETS, TCSETSW, TCSETSF -> Termios.decode(memory.readBytes(argument, Termios.SIZE));
            case TCSETS2, TCSETSW2, TCSETSF2 -> Termios.decode2(memory.readBytes(argument, Termios.SIZE2));
            default -> termios().decodeOld(memory.readBytes(argument, Termios.OLD_SIZE));
        };
        boolean flush = request == TCSETSF || request == TCSETSF2 || request == TCSETAF;
        set(() -> {
            if (flush) {
                pty.flushInput();
            }
            pty.setTermios(wanted);
        });
    }

    private void readWindowSize(long argument) {
        WindowSize size;
        synchronized (pty) {
            size = pty.windowSize();
        }
        memory.writeShort(argument, (short) size.rows());
        memory.writeShort(argument + 2, (short) size.columns());
        memory.writeShort(argument + 4, (short) size.width());
        memory.writeShort(argument + 6, (short) size.height());
    }

    private void writeWindowSize(long argument) {
        WindowSize size = new WindowSize(
                memory.readShort(argument) & 0xffff,
                memory.readShort(argument + 2) & 0xffff,
                memory.readShort(argument + 4) & 0xffff,
                memory.readShort(argument + 6) & 0xffff);
        set(() -> pty.setWindowSize(size));
    }

    private void discipline(long argument) {
        check();
        if (memory.readInt(argument) != 0) {
            throw Errno.EINVAL.exception();
        }
    }

    // --- flow -----------------------------------------------------------------------------------------------------

    private void flow(int action) {
        check();
        switch (action) {
            case TCOOFF, TCOON -> {
                boolean stop = action == TCOOFF;
                set(() -> {
                    if (master) {
                        pty.stopTyping(stop);
                    } else {
                        pty.stopByProgram(stop);
                    }
                });
            }
            case TCIOFF -> sendNow(Termios.VSTOP);
            case TCION -> sendNow(Termios.VSTART);
            default -> throw Errno.EINVAL.exception();
        }
    }

    private void sendNow(int character) {
        set(() -> {
            int c = pty.termios().cc(character);
            if (c != Termios.DISABLED) {
                emit(c, !master);
            }
        });
    }

    private void emit(int c, boolean toMaster) {
        if (toMaster) {
            pty.sendNow(c);
        } else {
            pty.type(c);
        }
    }

    private void flush(int queue) {
        check();
        if (queue < TCIFLUSH || queue > TCIOFLUSH) {
            throw Errno.EINVAL.exception();
        }
        set(() -> {
            boolean shown = queue == TCIOFLUSH || queue == (master ? TCIFLUSH : TCOFLUSH);
            boolean typed = queue == TCIOFLUSH || queue == (master ? TCOFLUSH : TCIFLUSH);
            if (typed && master) {
                pty.forgetTyped();
            } else if (typed) {
                pty.flushInput();
            }
            if (shown && master) {
                pty.forgetShown();
            } else if (shown) {
                pty.flushOutput();
            }
        });
    }

    private void type(long argument) {
        boolean privileged = task.credentials().has(Credentials.CAP_SYS_ADMIN);
        if (ControllingTerminal.of(task) != pty && !privileged) {
            throw Errno.EPERM.exception();
        }
        int c = memory.readByte(argument) & 0xff;
        set(() -> emit(c, master));
    }

    private void hangUp() {
        if (!task.credentials().has(Credentials.CAP_SYS_ADMIN)) {
            throw Errno.EPERM.exception();
        }
        pty.hangUp();
    }

    // --- job control ----------------------------------------------------------------------------------------------

    private void jobControl(int request, long argument) {
        switch (request) {
            case TIOCSCTTY -> ControllingTerminal.set(task, pty, OpenFlags.readable(file.flags()), argument == 1);
            case TIOCNOTTY -> {
                if (master) {
                    unknown();
                }
                ControllingTerminal.leave(task, pty);
            }
            case TIOCGPGRP -> {
                checkOwn();
                ProcessGroup group = foreground();
                memory.writeInt(argument, group == null ? 0 : group.id());
            }
            case TIOCGSID -> {
                checkOwn();
                Session session = session();
                if (session == null) {
                    unknown();
                }
                memory.writeInt(argument, session.id());
            }
            default -> setForeground(argument);
        }
    }

    private void checkOwn() {
        if (!master && ControllingTerminal.of(task) != pty) {
            unknown();
        }
    }

    private ProcessGroup foreground() {
        synchronized (pty) {
            return pty.foreground();
        }
    }

    private Session session() {
        synchronized (pty) {
            return pty.session();
        }
    }

    private void setForeground(long argument) {
        try {
            ControllingTerminal.checkBackground(task, pty, Signal.SIGTTOU);
        } catch (ErrnoException e) {
            throw e.errno() == Errno.EIO ? Errno.ENOTTY.exception() : e;
        }
        int id = memory.readInt(argument);
        if (id < 0) {
            throw Errno.EINVAL.exception();
        }
        Session own = task.group().session();
        if (ControllingTerminal.of(task) != pty || session() != own) {
            unknown();
        }
        ProcessGroup group = task.kernel().tree().pids().processGroup(id);
        if (group == null) {
            boolean exists = id == ANCESTOR || task.kernel().tree().pids().task(id) != null;
            throw (exists ? Errno.EPERM : Errno.ESRCH).exception();
        }
        if (group.session() != own) {
            throw Errno.EPERM.exception();
        }
        set(() -> pty.setForeground(group));
    }
}

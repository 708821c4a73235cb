package isthmus.linux.tty;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.files.DeviceNumbers;
import isthmus.core.files.DeviceRegistry;
import isthmus.core.files.FileServices;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import isthmus.linux.calls.Descriptors;
import isthmus.linux.task.Task;
import java.util.TreeMap;

/** The terminals of a run (pts(4)): makes pairs, finds them by number, and opens them. Its monitor guards the table. */
public final class Terminals {
    /** The major numbers of pseudo-terminal's program sides begin here; of their masters, and of /dev/tty and its kin. */
    static final int SLAVE_MAJOR = 136, MASTER_MAJOR = 128, TTYAUX_MAJOR = 5;

    private static final int TTY_MINOR = 0, CONSOLE_MINOR = 1, PTMX_MINOR = 2;
    private static final int MINORS = 256;
    /** kernel.pty.max. */
    private static final int LIMIT = 4096;

    private final DevPts fileSystem;
    private final TreeMap<Integer, Pty> pairs = new TreeMap<>();
    private volatile Pty console;

    public Terminals(FileServices services) {
        this.fileSystem = new DevPts(services, this);
        DeviceRegistry devices = services.devices();
        devices.registerCharacter(
                TTYAUX_MAJOR, PTMX_MINOR, (path, flags, caller) -> openMaster(path, flags, (Task) caller));
        devices.registerCharacter(
                TTYAUX_MAJOR, TTY_MINOR, (path, flags, caller) -> openOwn(path, flags, (Task) caller));
        devices.registerCharacter(
                TTYAUX_MAJOR, CONSOLE_MINOR, (path, flags, caller) -> openConsole(path, flags, (Task) caller));
    }

    /** What belongs on /dev/pts. */
    public DevPts fileSystem() {
        return fileSystem;
    }

    /** {@code st_rdev} of a side of a pair. */
    static long deviceNumber(int index, boolean master) {
        return DeviceNumbers.make((master ? MASTER_MAJOR : SLAVE_MAJOR) + index / MINORS, index % MINORS);
    }

    // --- pairs ----------------------------------------------------------------------------------------------------

    private Pty create(int uid, int gid) {
        Pty pty;
        synchronized (this) {
            int index = 0;
            while (pairs.containsKey(index)) {
                index++;
            }
            if (index >= LIMIT) {
                throw Errno.ENOSPC.exception();
            }
            pty = new Pty(index);
            pairs.put(index, pty);
        }
        fileSystem.add(pty, uid, gid);
        return pty;
    }

    void masterClosed(Pty pty) {
        fileSystem.remove(pty);
        pty.closeMaster();
        slaveClosed(pty);
    }

    /** The number is free again when nobody has either side open. */
    void slaveClosed(Pty pty) {
        synchronized (this) {
            if (pty.isUnused()) {
                pairs.remove(pty.index(), pty);
            }
        }
    }

    /** A terminal whose other end is the host's; it is unlocked. */
    public Console newConsole(int uid, int gid) {
        Pty pty = create(uid, gid);
        pty.locked(() -> {
            pty.setLocked(false);
            return 0;
        });
        console = pty;
        return new Console(this, pty);
    }

    // --- opening --------------------------------------------------------------------------------------------------

    private OpenFile openMaster(PathNode path, int flags, Task caller) {
        Credentials who = caller.credentials();
        return new PtyMaster(this, create(who.fsuid(), who.fsgid()), path, flags);
    }

    OpenFile openSlave(Pty pty, PathNode path, int flags, Task caller) {
        boolean privileged = caller == null || caller.credentials().has(Credentials.CAP_SYS_ADMIN);
        PtySlave file = new PtySlave(this, pty, path, flags, pty.openSlave(privileged));
        ControllingTerminal.opened(caller, pty, flags);
        return file;
    }

    /** /dev/tty: the terminal of the caller's session. ENXIO. */
    private OpenFile openOwn(PathNode path, int flags, Task caller) {
        Pty own = ControllingTerminal.of(caller);
        if (own == null) {
            throw Errno.ENXIO.exception();
        }
        return openSlave(own, path, flags | OpenFlags.O_NOCTTY, caller);
    }

    private OpenFile openConsole(PathNode path, int flags, Task caller) {
        Pty pty = console;
        if (pty == null) {
            throw Errno.ENXIO.exception();
        }
        return openSlave(pty, path, flags | OpenFlags.O_NOCTTY, caller);
    }

    /** TIOCGPTPEER: opens the program's side without a path; returns the descriptor. */
    long openPeer(Task task, Pty pty, int flags) {
        PathNode path = fileSystem.node(pty);
        if (path == null) {
            throw Errno.EIO.exception();
        }
        OpenFile file = openSlave(pty, path, flags, task);
        return Descriptors.install(task, file, (flags & OpenFlags.O_CLOEXEC) != 0);
    }
}

package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.inotify.Inotify;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.async.FileOwner;
import isthmus.linux.async.FileSignals;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.Task;

/** The commands of fcntl(2) about signals: F_SETOWN, F_SETSIG, F_NOTIFY and their kin. */
final class FileSignalCalls {
    private FileSignalCalls() {}

    /** O_ASYNC as it is going to be. */
    static void setAsync(Task task, OpenFile file, int descriptor, boolean on) {
        if (on != ((file.flags() & OpenFlags.O_ASYNC) != 0) && supportsAsync(file)) {
            task.kernel().fileSignals().of(file).setAsync(on, descriptor);
        }
    }

    /** Elsewhere the flag is kept and means nothing. */
    private static boolean supportsAsync(OpenFile file) {
        int type = file.inode().mode() & Mode.S_IFMT;
        return type == Mode.S_IFIFO || type == Mode.S_IFSOCK || type == Mode.S_IFCHR || file instanceof Inotify;
    }

    static long fcntl(Task task, OpenFile file, int descriptor, int command, long argument) {
        GuestMemory memory = task.memory();
        FileSignals signals = task.kernel().fileSignals().ofIfAny(file);
        FileOwner owner = signals == null ? null : signals.owner();
        if (owner != null && !owner.exists(task.kernel().tree().pids())) {
            owner = null;
        }
        switch (command) {
            case FcntlCalls.F_GETOWN -> {
                return owner == null ? 0 : owner.type() == FileOwner.F_OWNER_PGRP ? -owner.id() : owner.id();
            }
            case FcntlCalls.F_GETOWN_EX -> {
                memory.writeInt(argument, owner == null ? FileOwner.F_OWNER_TID : owner.type());
                memory.writeInt(argument + 4, owner == null ? 0 : owner.id());
            }
            case FcntlCalls.F_GETOWNER_UIDS -> {
                memory.writeInt(argument, owner == null ? 0 : owner.uid());
                memory.writeInt(argument + 4, owner == null ? 0 : owner.euid());
            }
            case FcntlCalls.F_GETSIG -> {
                return signals == null ? 0 : signals.signal();
            }
            case FcntlCalls.F_SETOWN -> setOwner(task, file, (int) argument);
            case FcntlCalls.F_SETOWN_EX -> setOwner(task, file, memory.readInt(argument), memory.readInt(argument + 4));
            case FcntlCalls.F_SETSIG -> {
                if (argument != 0 && (argument < 0 || argument > Signal.COUNT)) {
                    throw Errno.EINVAL.exception();
                }
                task.kernel().fileSignals().of(file).setSignal((int) argument);
            }
            default -> notifyOf(task, file, descriptor, (int) argument);
        }
        return 0;
    }

    private static void setOwner(Task task, OpenFile file, int who) {
        if (who == Integer.MIN_VALUE) {
            throw Errno.EINVAL.exception();
        }
        setOwner(task, file, who < 0 ? FileOwner.F_OWNER_PGRP : FileOwner.F_OWNER_PID, Math.abs(who));
    }

    private static void setOwner(Task task, OpenFile file, int type, int id) {
        if (type < FileOwner.F_OWNER_TID || type > FileOwner.F_OWNER_PGRP) {
            throw Errno.EINVAL.exception();
        }
        FileOwner owner = owner(task, type, id);
        if (id != 0 && !owner.exists(task.kernel().tree().pids())) {
            throw Errno.ESRCH.exception();
        }
        task.kernel().fileSignals().of(file).setOwner(id == 0 ? null : owner);
    }

    private static FileOwner owner(Task task, int type, int id) {
        return new FileOwner(
                type, id, task.credentials().uid(), task.credentials().euid());
    }

    private static void notifyOf(Task task, OpenFile file, int descriptor, int events) {
        if (!file.inode().isDirectory()) {
            throw Errno.ENOTDIR.exception();
        }
        FileSignals signals = task.kernel().fileSignals().of(file);
        signals.notifyOf(events, descriptor, owner(task, FileOwner.F_OWNER_PID, task.pid()));
    }
}

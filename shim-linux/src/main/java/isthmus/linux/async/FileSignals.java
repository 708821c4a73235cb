package isthmus.linux.async;

import isthmus.core.files.FileEvents;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.WaitEntry;
import isthmus.linux.task.PidTable;

/** The signals of one open file. State is guarded by this. */
public final class FileSignals {
    /** Events of F_NOTIFY. */
    public static final int DN_ACCESS = 1, DN_MODIFY = 2, DN_CREATE = 4, DN_DELETE = 8, DN_RENAME = 16, DN_ATTRIB = 32;

    public static final int DN_MULTISHOT = 0x80000000;

    private static final int POLL_IN = 1, POLL_OUT = 2, POLL_MSG = 3, POLL_ERR = 4, POLL_PRI = 5, POLL_HUP = 6;
    private static final int EVERYTHING =
            PollEvents.READABLE | PollEvents.WRITABLE | PollEvents.POLLPRI | PollEvents.POLLERR | PollEvents.POLLHUP;

    private final OpenFile file;
    private final PidTable pids;
    private FileOwner owner;
    private int signal;
    /** What hears of readiness while O_ASYNC is set; else null. */
    private WaitEntry listener;

    /** What F_NOTIFY watches, 0 if nothing; and how it hears of it. */
    private int notified;

    private FileEvents.Watch watch;
    private int descriptor;

    FileSignals(OpenFile file, PidTable pids) {
        this.file = file;
        this.pids = pids;
    }

    public synchronized FileOwner owner() {
        return owner;
    }

    /** Null is nobody. */
    public synchronized void setOwner(FileOwner newOwner) {
        owner = newOwner;
    }

    /** F_GETSIG: 0 is SIGIO without details. */
    public synchronized int signal() {
        return signal;
    }

    public synchronized void setSignal(int signo) {
        signal = signo;
    }

    // --- O_ASYNC ----------------------------------------------------------------------------------------------------

    /** O_ASYNC is set or cleared through a descriptor, whose number the signals carry. */
    public synchronized void setAsync(boolean on, int fd) {
        if (on) {
            descriptor = fd;
        }
        if (on == (listener != null) || file.waitQueue() == null) {
            return;
        }
        if (on) {
            listener = new WaitEntry(EVERYTHING, this::ready);
            file.waitQueue().add(listener);
        } else {
            file.waitQueue().remove(listener);
            listener = null;
        }
    }

    private void ready(int events) {
        int possible = events
                & ~(OpenFlags.readable(file.flags()) ? 0 : PollEvents.READABLE)
                & ~(OpenFlags.writable(file.flags()) ? 0 : PollEvents.WRITABLE);
        if ((possible & PollEvents.READABLE) != 0) {
            tell(POLL_IN, PollEvents.READABLE);
        } else if ((possible & PollEvents.WRITABLE) != 0) {
            tell(POLL_OUT, PollEvents.WRITABLE | PollEvents.POLLWRBAND);
        } else if ((possible & PollEvents.POLLPRI) != 0) {
            tell(POLL_PRI, PollEvents.POLLPRI | PollEvents.POLLRDBAND);
        } else if ((possible & PollEvents.POLLHUP) != 0) {
            tell(POLL_HUP, PollEvents.POLLHUP | PollEvents.POLLERR);
        } else {
            tell(POLL_ERR, PollEvents.POLLERR);
        }
    }

    private void tell(int code, long band) {
        FileOwner to;
        int signo;
        int fd;
        synchronized (this) {
            to = owner;
            signo = signal;
            fd = descriptor;
        }
        if (to != null) {
            to.send(pids, signo, code, band, fd);
        }
    }

    // --- F_NOTIFY ---------------------------------------------------------------------------------------------------

    /** Watches a directory for the given events, besides those it is watched for already; 0 ends it. */
    public synchronized void notifyOf(int events, int fd, FileOwner caller) {
        if ((events & ~DN_MULTISHOT) == 0) {
            endWatch();
            return;
        }
        owner = caller;
        descriptor = fd;
        notified |= events;
        if (watch == null) {
            watch = (mask, cookie, name) -> changed(mask, name);
            file.inode().state().addWatch(watch);
        }
    }

    private void changed(int mask, String name) {
        synchronized (this) {
            if (name == null || (notified & meaning(mask)) == 0) {
                return;
            }
            if ((notified & DN_MULTISHOT) == 0) {
                notified &= ~meaning(mask);
                if (notified == 0) {
                    endWatch();
                }
            }
        }
        tell(POLL_MSG, PollEvents.READABLE | PollEvents.POLLMSG);
    }

    private static int meaning(int mask) {
        int events = (mask & FileEvents.IN_ACCESS) != 0 ? DN_ACCESS : 0;
        events |= (mask & FileEvents.IN_MODIFY) != 0 ? DN_MODIFY : 0;
        events |= (mask & FileEvents.IN_ATTRIB) != 0 ? DN_ATTRIB : 0;
        events |= (mask & (FileEvents.IN_CREATE | FileEvents.IN_MOVED_TO)) != 0 ? DN_CREATE : 0;
        events |= (mask & (FileEvents.IN_DELETE | FileEvents.IN_MOVED_FROM)) != 0 ? DN_DELETE : 0;
        events |= (mask & FileEvents.IN_MOVED_FROM) != 0 ? DN_RENAME : 0;
        return events;
    }

    private void endWatch() {
        if (watch != null) {
            file.inode().state().removeWatch(watch);
            watch = null;
        }
        notified = 0;
    }

    /** The file is closed. */
    synchronized void end() {
        setAsync(false, -1);
        endWatch();
    }
}

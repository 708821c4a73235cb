package isthmus.linux.task;

import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;
import java.util.concurrent.atomic.AtomicInteger;

/** A program file while it is executed: nobody may open it for writing (ETXTBSY). Held by each process that runs it. */
public final class Executable {
    private final OpenFile file;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Takes over the caller's reference. ETXTBSY (and the reference is dropped) if somebody has the file open for writing. */
    public Executable(OpenFile file) {
        this.file = file;
        boolean denied = false;
        try {
            file.inode().denyWriting();
            denied = true;
        } finally {
            if (!denied) {
                file.release();
            }
        }
    }

    public OpenFile file() {
        return file;
    }

    /** Where it was found. */
    public PathNode path() {
        return file.path();
    }

    Executable retain() {
        holders.incrementAndGet();
        return this;
    }

    public void release() {
        if (holders.decrementAndGet() == 0) {
            file.inode().allowWriting();
            file.release();
        }
    }
}

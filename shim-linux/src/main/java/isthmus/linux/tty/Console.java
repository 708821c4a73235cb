package isthmus.linux.tty;

import isthmus.core.ErrnoException;
import isthmus.core.files.Actor;
import isthmus.core.files.FileOpener;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import isthmus.core.files.Vfs;
import isthmus.core.files.WalkOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * The host's end of a guest's terminal: what a terminal window or the host's own terminal, in raw mode, is connected
 * with. Methods may be called by any thread.
 */
public final class Console implements AutoCloseable {
    private final Terminals terminals;
    private final Pty pty;
    private boolean closed;

    Console(Terminals terminals, Pty pty) {
        this.terminals = terminals;
        this.pty = pty;
    }

    /**
     * Where the guest's output goes from now on, and what was written before. It is written by the guest's threads, one
     * after another; a slow stream slows them down. After the first failure output is dropped.
     */
    public void setOutput(OutputStream stream) {
        boolean[] failed = new boolean[1];
        pty.consoleOutput().setTarget((bytes, count) -> {
            if (failed[0]) {
                return;
            }
            try {
                stream.write(bytes, 0, count);
                stream.flush();
            } catch (IOException e) {
                failed[0] = true;
            }
        });
    }

    /** Typed bytes; returns how many were taken: fewer if the guest does not read and its buffers are full. */
    public int write(byte[] bytes, int offset, int count) {
        try {
            return (int) pty.locked(() -> pty.writeMaster(ByteBuffer.wrap(bytes, offset, count)));
        } catch (ErrnoException e) {
            return 0;
        }
    }

    /** The size of the window in characters, at most 65535 each; the foreground processes hear of a change. */
    public void resize(int columns, int rows) {
        pty.locked(() -> {
            pty.setWindowSize(new WindowSize(rows & 0xffff, columns & 0xffff, 0, 0));
            return 0;
        });
    }

    /** The name of the guest's end, such as {@code /dev/pts/0}. */
    public String name() {
        return "/dev/pts/" + pty.index();
    }

    /**
     * Opens the guest's end for reading and writing, for descriptors 0, 1 and 2 of the first program; by its name if
     * {@code /dev/pts} is mounted.
     */
    public OpenFile open(Vfs vfs, Actor actor) {
        try {
            PathNode node = vfs.walk(actor, actor.root(), name(), WalkOptions.FOLLOW);
            if (node.inode().fileSystem() == terminals.fileSystem()) {
                return FileOpener.openChecked(node, OpenFlags.O_RDWR, null);
            }
        } catch (ErrnoException e) {
            // not mounted: it has no name then
        }
        return FileOpener.openChecked(terminals.fileSystem().node(pty), OpenFlags.O_RDWR, null);
    }

    /** The terminal hangs up: its session's leader gets SIGHUP, and who reads it sees the end. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            terminals.masterClosed(pty);
        }
    }
}

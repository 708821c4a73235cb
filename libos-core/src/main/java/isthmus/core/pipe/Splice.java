package isthmus.core.pipe;

import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import java.nio.ByteBuffer;

/**
 * What splice(2) and its kin do with pipes. Nothing here blocks: EAGAIN says that a pipe is empty or full, or what the other
 * file says; 0 is the end of the file.
 */
public final class Splice {
    /** How much is moved from or to a file at a time. */
    private static final int PIECE = 1 << 20;

    private Splice() {}

    /** Moves bytes from one pipe to another. */
    public static long pipes(PipeEnd from, PipeEnd to, long length) {
        return Pipe.transfer(from.pipe(), to.pipe(), length, true);
    }

    /** Copies bytes from one pipe to another and leaves them where they are (tee(2)). */
    public static long tee(PipeEnd from, PipeEnd to, long length) {
        return Pipe.transfer(from.pipe(), to.pipe(), length, false);
    }

    /**
     * Moves bytes from a pipe to a file that is no pipe.
     *
     * @param offset where in the file; negative: at its own offset, which moves
     */
    public static long fromPipe(PipeEnd from, OpenFile to, long offset, long length) {
        long[] at = {offset};
        return from.pipe().drain(length, source -> {
            if (at[0] < 0) {
                to.write(source);
            } else {
                at[0] += to.write(source, at[0]);
            }
        });
    }

    /**
     * Moves bytes from a file that is no pipe to a pipe, at most 1 MiB.
     *
     * @param offset where in the file; negative: at its own offset, which moves
     */
    public static long toPipe(OpenFile from, long offset, PipeEnd to, long length) {
        return to.pipe()
                .fill(
                        Math.min(length, PIECE),
                        target -> offset < 0 ? from.read(target) : from.read(target, offset),
                        isPacket(to));
    }

    /** Moves bytes from memory to a pipe (vmsplice(2)); returns how many fitted. */
    public static int memory(ByteBuffer source, PipeEnd to) {
        return to.pipe().write(source, isPacket(to));
    }

    private static boolean isPacket(OpenFile end) {
        return (end.flags() & OpenFlags.O_DIRECT) != 0;
    }
}

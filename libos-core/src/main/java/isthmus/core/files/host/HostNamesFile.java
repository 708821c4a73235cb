package isthmus.core.files.host;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The file through which the JVMs of one user agree who may use host names and who may change them: words that all of them
 * map, and regions that they lock.
 *
 * <p>Each JVM has a place: a word, not 0 while it uses names, and a region that it keeps locked as long as it lives. Who
 * changes names locks the region {@link #TURN} and sets the word {@link #WRITER}. The host frees the regions of a JVM that
 * ends, however it ends; so a word says something only while its region is locked.
 *
 * <p>The file is opened once and never closed: on POSIX hosts closing any descriptor of it would free all regions that the
 * process has locked in it. For the same reason no guest is let near a file of this {@link #NAME}. Only tryLock is used,
 * which an interrupt neither ends nor lets close the channel. Regions lie behind the mapped part, which some hosts demand.
 */
final class HostNamesFile {
    /** So short that no host gives it a second, shorter name. */
    static final String NAME = "isthmus.lck";

    private static final int PLACES = 1024;
    private static final int LINE = 64;
    /** Not 0 while a writer is in, or waits for readers to leave. Changed with {@link #TURN} locked. */
    private static final int WRITER = 0;
    /** So many places were ever taken. Changed with {@link #TURN} locked for this JVM alone. */
    private static final int TAKEN = 4;
    /** Not 0 if a JVM found {@link #TURN} locked since it was last set to 0. */
    private static final int WANTED = 8;
    /** Another number after each change by which a directory's path may have come to lead elsewhere. Changed by writers. */
    private static final int LINKS = 12;

    private static final int SIZE = (1 + PLACES) * LINE;
    private static final long TURN = SIZE;

    private final FileChannel channel;
    private final MappedByteBuffer words;
    private final int place;
    /** Kept reachable, as the JVM forgets locks that nobody refers to. */
    private final FileLock life;

    private HostNamesFile(FileChannel channel) throws IOException {
        this.channel = channel;
        words = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
        words.order(ByteOrder.nativeOrder());
        try {
            words.putInt(word(0), words.getInt(word(0)));
        } catch (InternalError e) {
            throw new IOException("no space for '" + NAME + "'", e); // how the JVM tells it; later there is
        }
        FileLock turn;
        for (int tries = 0; (turn = tryTurn(false)) == null; tries++) {
            HostNamesLock.pause(tries);
        }
        try {
            int free = 0;
            FileLock lock;
            while ((lock = tryLock(TURN + 1 + free, false)) == null) {
                if (++free == PLACES) {
                    throw new IOException("too many runs");
                }
            }
            place = free;
            life = lock;
            words.putInt(word(place), 0);
            words.putInt(TAKEN, Math.max(words.getInt(TAKEN), place + 1));
        } finally {
            turn.release();
        }
    }

    /** Opens the file in a folder that only this user may enter, and takes a place. */
    static HostNamesFile open(Path folder) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try {
                    return new HostNamesFile(channel(folder.resolve(NAME), HostFiles.in(folder)));
                } catch (ClosedByInterruptException e) {
                    interrupted = true; // mapping takes note of interrupts; nothing is locked yet that this could free
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static FileChannel channel(Path file, HostFiles files) throws IOException {
        Set<OpenOption> options = Set.of(
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(file, options, files.permissions(0600));
    }

    /** Whether a name means such a file on some host: letters may count the same, and trailing dots or streams not at all. */
    static boolean isName(String name) {
        return name.regionMatches(true, 0, NAME, 0, NAME.length());
    }

    private static int word(int place) {
        return (1 + place) * LINE;
    }

    /** Never from before an earlier call of this. */
    private int get(int at) {
        int value = words.getInt(at);
        VarHandle.acquireFence();
        return value;
    }

    /** Null if another JVM has it. */
    private FileLock tryLock(long region, boolean shared) throws IOException {
        try {
            return channel.tryLock(region, 1, shared);
        } catch (OverlappingFileLockException e) {
            return null; // this JVM has it, by another class loader
        }
    }

    // --- readers
    // ----------------------------------------------------------------------------------------------------------------

    /** Says that this JVM uses names; false if a writer is in or waits. One thread at a time. */
    boolean tryRead() {
        if (get(WRITER) != 0) {
            return false;
        }
        words.putInt(word(place), 1);
        VarHandle.fullFence(); // either we see the writer's word now, or the writer sees ours
        if (get(WRITER) != 0) {
            endRead();
            return false;
        }
        return true;
    }

    /** The same for one who has waited: takes a turn among the writers. False if it is another's. */
    boolean tryReadInTurn() throws IOException {
        FileLock turn = tryTurn(true);
        if (turn == null) {
            return false;
        }
        try {
            words.putInt(WRITER, 0); // no writer is in: if it is set, its JVM ended so
            words.putInt(word(place), 1);
            return true;
        } finally {
            turn.release();
        }
    }

    void endRead() {
        VarHandle.releaseFence();
        words.putInt(word(place), 0);
    }

    /** Whether those who use names should leave soon. */
    boolean isWriterThere() {
        return get(WRITER) != 0;
    }

    // --- writers
    // ----------------------------------------------------------------------------------------------------------------

    /**
     * The right to be the next writer; null while another JVM has it.
     *
     * @param shared with others that only keep writers away
     */
    FileLock tryTurn(boolean shared) throws IOException {
        FileLock turn = tryLock(TURN, shared);
        if (turn == null) {
            words.putInt(WANTED, 1);
        }
        return turn;
    }

    /** Whether another JVM found {@link #tryTurn} taken since this was last asked. */
    boolean othersWaited() {
        boolean waited = get(WANTED) != 0;
        if (waited) {
            words.putInt(WANTED, 0);
        }
        return waited;
    }

    /** Keeps new readers out. The caller has the turn. */
    void beginWrite() {
        words.putInt(WRITER, 1);
        VarHandle.fullFence();
    }

    /** By the writer that is in. */
    void linksChanged() {
        words.putInt(LINKS, words.getInt(LINKS) + 1);
    }

    /** How often {@link #linksChanged()} was called; to be compared only. */
    int links() {
        return get(LINKS);
    }

    void endWrite() {
        VarHandle.releaseFence();
        words.putInt(WRITER, 0);
    }

    /**
     * Whether the readers of all other JVMs have left.
     *
     * @param look whether to look also which of the JVMs have ended
     */
    boolean isFree(boolean look) throws IOException {
        int taken = get(TAKEN);
        for (int other = 0; other < taken; other++) {
            if (other != place && get(word(other)) != 0 && !(look && isDead(other))) {
                return false;
            }
        }
        return true;
    }

    private boolean isDead(int other) throws IOException {
        FileLock lock = tryLock(TURN + 1 + other, true);
        if (lock == null) {
            return false;
        }
        words.putInt(word(other), 0);
        lock.release();
        return true;
    }

    /** For tests, in which one JVM plays several: the region of its place is freed as if it had ended. */
    void die() throws IOException {
        life.release();
    }
}

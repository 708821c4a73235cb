package isthmus.core.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.AnonymousFileSystem;
import isthmus.core.files.AnonymousInode;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.time.Clocks;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.Sleeper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class PipeTest {
    private final AnonymousFileSystem fs = new AnonymousFileSystem("pipefs", 1, 1, Clocks.ofHost(0), 1);
    private final PipeInode inode = new PipeInode(fs, 0, 0);
    private final PipeEnd reader = inode.end(OpenFlags.O_RDONLY);
    private final PipeEnd writer = inode.end(OpenFlags.O_WRONLY);

    static void assertErrno(Errno errno, Executable call) {
        assertEquals(errno, assertThrows(ErrnoException.class, call).errno());
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count);
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String read(OpenFile file, int count) {
        byte[] target = new byte[count];
        int length = file.read(ByteBuffer.wrap(target));
        return new String(target, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Test
    void bytesComeOutInOrderAndEndWithTheLastWriter() {
        assertErrno(Errno.EAGAIN, () -> reader.read(bytes(1)));
        writer.write(text("hello "));
        writer.write(text("world"));
        assertEquals(11, reader.pipe().bytes());
        assertEquals("hel", read(reader, 3));
        assertEquals("lo world", read(reader, 100));
        writer.release();
        assertEquals(0, reader.read(bytes(1)));
        assertEquals(PollEvents.POLLHUP, reader.poll());
    }

    @Test
    void writingWithoutReadersIsEpipe() {
        reader.release();
        assertErrno(Errno.EPIPE, () -> writer.write(text("x")));
        assertEquals(PollEvents.WRITABLE | PollEvents.POLLERR, writer.poll());
    }

    @Test
    void holds64KiBAndASlotIsFreeOnlyWhenEmpty() {
        assertEquals(65536, writer.write(bytes(100_000)));
        assertErrno(Errno.EAGAIN, () -> writer.write(bytes(1)));
        assertEquals(0, writer.poll());
        assertEquals(4095, reader.read(bytes(4095)));
        assertEquals(0, writer.poll());
        assertErrno(Errno.EAGAIN, () -> writer.write(bytes(1)));
        assertEquals(1, reader.read(bytes(1)));
        assertEquals(PollEvents.WRITABLE, writer.poll());
        assertEquals(4096, writer.write(bytes(5000)));
    }

    @Test
    void smallWritesAreAtomic() {
        writer.write(bytes(65536 - 4096));
        assertEquals(100, writer.write(bytes(100)));
        assertErrno(Errno.EAGAIN, () -> writer.write(bytes(4096)));
        assertEquals(3996, writer.write(bytes(3996)));
    }

    @Test
    void packetsKeepTheirBorders() {
        writer.setStatusFlags(OpenFlags.O_DIRECT);
        writer.write(text("abc"));
        writer.write(text("defg"));
        assertEquals("ab", read(reader, 2));
        assertEquals("defg", read(reader, 100));
    }

    @Test
    void resizeRoundsUpAndKeepsWhatIsThere() {
        writer.write(text("kept"));
        assertEquals(4096, writer.pipe().resize(1, 1 << 20));
        assertEquals(8192, writer.pipe().resize(4097, 1 << 20));
        writer.write(bytes(8000));
        assertErrno(Errno.EBUSY, () -> writer.pipe().resize(4096, 1 << 20));
        assertErrno(Errno.EPERM, () -> writer.pipe().resize(2 << 20, 1 << 20));
        assertEquals("kept", read(reader, 4));
    }

    @Test
    void teeCopiesAndSpliceMoves() {
        PipeInode other = new PipeInode(fs, 0, 0);
        PipeEnd in = other.end(OpenFlags.O_RDONLY);
        PipeEnd out = other.end(OpenFlags.O_WRONLY);
        writer.write(text("abcdef"));
        assertEquals(4, Splice.tee(reader, out, 4));
        assertEquals("abcd", read(in, 100));
        assertEquals(6, Splice.pipes(reader, out, 100));
        assertEquals("abcdef", read(in, 100));
        assertErrno(Errno.EAGAIN, () -> Splice.pipes(reader, out, 100));
        writer.release();
        assertEquals(0, Splice.pipes(reader, out, 100));
    }

    @Test
    void aBlockedReaderIsWokenAndASignalEndsTheWait() throws Exception {
        Sleeper sleeper = new Sleeper(() -> false, () -> {});
        CompletableFuture<Long> read =
                CompletableFuture.supplyAsync(() -> reader.awaitRead(sleeper, () -> reader.read(bytes(10))));
        Thread.sleep(20);
        writer.write(text("abc"));
        assertEquals(3, read.get());

        AtomicBoolean signal = new AtomicBoolean();
        Sleeper interrupted = new Sleeper(signal::get, () -> {});
        CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> {
            assertErrno(Errno.ERESTARTSYS, () -> reader.awaitRead(interrupted, () -> reader.read(bytes(10))));
            return true;
        });
        Thread.sleep(20);
        signal.set(true);
        interrupted.wake();
        assertTrue(ended.get());
        assertTrue(reader.waitQueue().isEmpty());
    }

    @Test
    void fifosWaitForTheOtherSide() throws Exception {
        AnonymousInode fifo = fs.create(Mode.S_IFIFO | 0600, 0, 0);
        Sleeper never = new Sleeper(() -> true, () -> {});
        assertErrno(Errno.ENXIO, () -> Fifo.open(fifo, null, OpenFlags.O_WRONLY | OpenFlags.O_NONBLOCK, never));
        assertErrno(Errno.ERESTARTSYS, () -> Fifo.open(fifo, null, OpenFlags.O_RDONLY, never));
        OpenFile early = Fifo.open(fifo, null, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK, never);
        assertEquals(0, early.poll(), "no hang-up before the first writer");
        assertEquals(0, early.read(bytes(1)));
        OpenFile late = Fifo.open(fifo, null, OpenFlags.O_WRONLY, never);
        late.write(text("x"));
        late.release();
        assertEquals(PollEvents.READABLE | PollEvents.POLLHUP, early.poll());
        early.release();
        assertEquals(null, fifo.state().attachment());

        Sleeper patient = new Sleeper(() -> false, () -> {});
        CompletableFuture<OpenFile> opening =
                CompletableFuture.supplyAsync(() -> Fifo.open(fifo, null, OpenFlags.O_RDONLY, patient));
        OpenFile w = Fifo.open(fifo, null, OpenFlags.O_WRONLY, new Sleeper(() -> false, () -> {}));
        w.write(text("there"));
        assertEquals("there", read(opening.get(), 10));
    }
}

package isthmus.core.socket;

import static isthmus.core.socket.SocketType.MSG_DONTWAIT;
import static isthmus.core.socket.SocketType.MSG_PEEK;
import static isthmus.core.socket.SocketType.MSG_TRUNC;
import static isthmus.core.socket.SocketType.SOCK_DGRAM;
import static isthmus.core.socket.SocketType.SOCK_SEQPACKET;
import static isthmus.core.socket.SocketType.SOCK_STREAM;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.AnonymousFileSystem;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.pipe.PipeEnd;
import isthmus.core.pipe.PipeInode;
import isthmus.core.time.Clocks;
import isthmus.core.wait.PollEvents;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class UnixSocketTest {
    private static final int OUT = PollEvents.WRITABLE | PollEvents.POLLWRBAND;
    private static final Ucred ME = new Ucred(10, 20, 30);

    private final AnonymousFileSystem fs = new AnonymousFileSystem("sockfs", 1, 1, Clocks.ofHost(0), 1);
    private final UnixNames names = new UnixNames(() -> ME);

    private static void assertErrno(Errno errno, Executable call) {
        assertEquals(errno, assertThrows(ErrnoException.class, call).errno());
    }

    private UnixSocket socket(int type) {
        return new UnixSocket(type, names, fs.create(Mode.S_IFSOCK | 0777, 0, 0), 0);
    }

    private UnixSocket[] pair(int type) {
        UnixSocket[] pair = {socket(type), socket(type)};
        UnixSocket.connectPair(pair[0], pair[1], ME, new int[0]);
        return pair;
    }

    private UnixSocket listener(String name, int backlog) {
        UnixSocket listener = socket(SOCK_STREAM);
        listener.bind(new UnixAddress("\0" + name), null);
        listener.listen(backlog, ME, new int[0]);
        return listener;
    }

    private static Send sending(String text, OpenFile... files) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int[] at = {0};
        return new Send(
                bytes.length, count -> Arrays.copyOfRange(bytes, at[0], at[0] += count), ME, null, List.of(files));
    }

    private static long send(UnixSocket socket, String text, OpenFile... files) {
        try (Send send = sending(text, files)) {
            return socket.send(send);
        }
    }

    private static final class Taken {
        final byte[] bytes;
        final Receive receive;
        long result;

        Taken(int room, int flags) {
            bytes = new byte[room];
            receive = new Receive(
                    room, flags, (at, from, offset, count) -> System.arraycopy(from, offset, bytes, (int) at, count));
        }

        String text() {
            return new String(bytes, 0, (int) receive.copied(), StandardCharsets.ISO_8859_1);
        }
    }

    private static Taken take(UnixSocket socket, int room, int flags) {
        Taken taken = new Taken(room, flags);
        taken.result = socket.receive(taken.receive);
        return taken;
    }

    private static String text(UnixSocket socket, int room) {
        return take(socket, room, 0).text();
    }

    @Test
    void streamsJoinAndSplit() {
        UnixSocket[] s = pair(SOCK_STREAM);
        send(s[0], "hello ");
        send(s[0], "world");
        assertEquals("hel", text(s[1], 3));
        assertEquals("lo world", take(s[1], 20, MSG_PEEK).text());
        assertEquals("lo world", text(s[1], 20));
        assertErrno(Errno.EAGAIN, () -> text(s[1], 1));
        s[0].release();
        assertEquals("", text(s[1], 1));
        assertErrno(Errno.EPIPE, () -> send(s[1], "x"));
    }

    @Test
    void buffersHoldWhatLinuxHolds() {
        int[][] measured = {{1, 278}, {193, 167}, {705, 93}, {4096, 44}, {5000, 34}, {32768, 7}};
        for (int[] row : measured) {
            UnixSocket[] s = pair(SOCK_STREAM);
            assertEquals(row[1], fill(s[0], row[0]), "writes of " + row[0]);
        }
        int[][] datagrams = {{0, 278}, {704, 167}, {3777, 26}, {16065, 11}, {50000, 4}, {212960, 1}};
        for (int[] row : datagrams) {
            UnixSocket[] s = pair(SOCK_DGRAM);
            assertEquals(row[1], fill(s[0], row[0]), "datagrams of " + row[0]);
        }
        assertErrno(Errno.EMSGSIZE, () -> send(pair(SOCK_DGRAM)[0], "x".repeat(212_961)));
        UnixSocket[] s = pair(SOCK_STREAM);
        assertEquals(219_264, s[0].write(ByteBuffer.allocate(1_000_000)));
        assertEquals(0, s[0].poll() & PollEvents.POLLOUT);
        s[1].read(ByteBuffer.allocate(200_000));
        assertEquals(PollEvents.POLLOUT, s[0].poll() & PollEvents.POLLOUT);
    }

    private static int fill(UnixSocket socket, int size) {
        for (int count = 0; ; count++) {
            try {
                socket.write(ByteBuffer.allocate(size));
            } catch (ErrnoException e) {
                assertEquals(Errno.EAGAIN, e.errno());
                return count;
            }
        }
    }

    @Test
    void datagramsStayWhole() {
        UnixSocket[] s = pair(SOCK_DGRAM);
        send(s[0], "first");
        send(s[0], "");
        send(s[0], "third");
        Taken cut = take(s[1], 3, MSG_TRUNC);
        assertEquals("fir", cut.text());
        assertEquals(5, cut.result);
        assertEquals(MSG_TRUNC, cut.receive.messageFlags());
        assertEquals("", text(s[1], 9));
        assertEquals("third", text(s[1], 9));
        s[1].release();
        assertErrno(Errno.ECONNREFUSED, () -> send(s[0], "x"));
        assertErrno(Errno.ENOTCONN, () -> send(s[0], "x"));
    }

    @Test
    void packetsKnowTheirEnd() {
        UnixSocket[] s = pair(SOCK_SEQPACKET);
        send(s[0], "one");
        s[0].shutdown(SocketType.SEND_SHUTDOWN);
        assertEquals("one", text(s[1], 9));
        assertEquals(0, take(s[1], 9, MSG_DONTWAIT).result);
        assertErrno(Errno.EPIPE, () -> send(s[0], "x"));
        assertEquals(PollEvents.READABLE | PollEvents.POLLRDHUP | OUT, s[1].poll());
    }

    @Test
    void listenersQueueConnections() {
        UnixSocket listener = listener("name", 0);
        UnixSocket one = socket(SOCK_STREAM);
        assertEquals(OUT | PollEvents.POLLHUP, one.poll());
        one.connect(listener, ME, new int[0]);
        assertEquals(PollEvents.READABLE, listener.poll());
        assertErrno(Errno.EAGAIN, () -> socket(SOCK_STREAM).connect(listener, ME, new int[0]));
        assertErrno(Errno.EAGAIN, () -> one.connect(listener, ME, new int[0]));
        send(one, "early");
        UnixSocket accepted = listener.accept(0, 0, 0);
        assertErrno(Errno.EISCONN, () -> one.connect(listener, ME, new int[0]));
        assertErrno(Errno.EAGAIN, () -> listener.accept(0, 0, 0));
        assertEquals("early", text(accepted, 9));
        assertEquals(new UnixAddress("\0name"), one.peerAddress());
        assertEquals(new UnixAddress("\0name"), accepted.address());
        assertEquals(ME, one.peerCredentials());
        UnixSocket late = socket(SOCK_STREAM);
        late.connect(listener, ME, new int[0]);
        listener.release();
        assertErrno(Errno.ECONNREFUSED, () -> names.find(new UnixAddress("\0name"), SOCK_STREAM));
        assertErrno(Errno.ECONNRESET, () -> text(late, 1));
        assertEquals("", text(late, 1));
    }

    @Test
    void lostBytesResetTheConnection() {
        UnixSocket[] s = pair(SOCK_STREAM);
        send(s[0], "unread");
        send(s[1], "kept");
        s[1].release();
        assertEquals(
                PollEvents.POLLERR | PollEvents.POLLHUP | PollEvents.POLLRDHUP | PollEvents.READABLE | OUT,
                s[0].poll());
        assertEquals("kept", text(s[0], 9));
        assertErrno(Errno.ECONNRESET, () -> text(s[0], 9));
        assertEquals("", text(s[0], 9));
        assertNull(s[0].takeError());
    }

    @Test
    void filesTravelWithTheirByte() {
        PipeInode inode = new PipeInode(fs, 0, 0);
        PipeEnd reader = inode.end(OpenFlags.O_RDONLY);
        PipeEnd writer = inode.end(OpenFlags.O_WRONLY);
        UnixSocket[] s = pair(SOCK_STREAM);
        send(s[0], "ab");
        send(s[0], "cd", writer);
        send(s[0], "ef");
        assertEquals("a", text(s[1], 1));
        Taken peeked = take(s[1], 10, MSG_PEEK);
        assertEquals("bcd", peeked.text());
        assertSame(writer, peeked.receive.files().get(0));
        peeked.receive.files().get(0).release();
        Taken taken = take(s[1], 10, 0);
        assertEquals("bcd", taken.text());
        assertSame(writer, taken.receive.files().get(0));
        assertEquals("ef", text(s[1], 10));
        assertErrno(Errno.EAGAIN, () -> reader.read(ByteBuffer.allocate(1)));
        send(s[0], "again", writer);
        s[1].release();
        assertEquals(0, reader.read(ByteBuffer.allocate(1)), "the pipe's last writer went down with the message");
    }

    @Test
    void longChainsOfSocketsInFlightEnd() {
        UnixSocket[] first = pair(SOCK_STREAM);
        UnixSocket[] s = first;
        for (int i = 0; i < 20_000; i++) {
            UnixSocket[] next = pair(SOCK_STREAM);
            send(next[0], "x", s[1]);
            next[0].release();
            s = next;
        }
        s[1].release();
        assertEquals("", text(first[0], 1));
    }

    @Test
    void credentialsSeparateSenders() {
        UnixSocket[] s = pair(SOCK_STREAM);
        s[1].options().passCredentials = true;
        send(s[0], "mine");
        try (Send other = new Send(
                5, count -> "other".getBytes(StandardCharsets.ISO_8859_1), new Ucred(11, 1, 1), null, List.of())) {
            s[0].send(other);
        }
        Taken taken = take(s[1], 20, 0);
        assertEquals("mine", taken.text());
        assertEquals(ME, taken.receive.credentials());
        assertEquals("other", text(s[1], 20));
    }

    @Test
    void fullDatagramQueuesHoldTheirSendersBack() {
        UnixSocket receiver = socket(SOCK_DGRAM);
        receiver.bind(UnixAddress.UNNAMED, null);
        assertArrayEquals(
                new byte[] {1, 0, 0, '0', '0', '0', '1', '0'},
                receiver.address().toBytes());
        UnixSocket sender = socket(SOCK_DGRAM);
        sender.connectDatagrams(receiver);
        for (int i = 0; i < 11; i++) {
            send(sender, "x");
        }
        assertErrno(Errno.EAGAIN, () -> send(sender, "x"));
        assertEquals(0, sender.poll());
        text(receiver, 1);
        assertEquals(OUT, sender.poll());
        receiver.connectDatagrams(socket(SOCK_DGRAM));
        assertErrno(Errno.EPERM, () -> send(sender, "x"));
    }
}

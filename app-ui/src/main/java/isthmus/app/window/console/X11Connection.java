package isthmus.app.window.console;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A connection with an X server: the few requests of "X Window System Protocol, X Version 11" that selections need. Requests may
 * be sent by any thread; one thread reads.
 */
final class X11Connection implements Closeable {
    private static final int TCP_BASE = 6000;
    private static final int CREATE_WINDOW = 1;
    private static final int CHANGE_PROPERTY = 18;
    private static final int LARGEST_REPLY = 64 << 20;

    private final SocketChannel channel;
    private final int root;
    /** Of the only window. */
    private final int window;
    /** In bytes. */
    private final int largestRequest;

    private X11Connection(SocketChannel channel, ByteBuffer setup) {
        this.channel = channel;
        int vendor = setup.getShort(16) & 0xffff;
        int formats = setup.get(21) & 0xff;
        int screen = 32 + (vendor + 3 & ~3) + 8 * formats;
        window = setup.getInt(4) + 1;
        largestRequest = (setup.getShort(18) & 0xffff) * 4;
        root = setup.getInt(screen);
    }

    /** @param display as in the variable DISPLAY: {@code [HOST]:NUMBER[.SCREEN]} */
    static X11Connection open(String display) throws IOException {
        int colon = display.lastIndexOf(':');
        if (colon < 0) {
            throw new IOException("DISPLAY is " + display);
        }
        String host = display.substring(0, colon);
        String number = display.substring(colon + 1).replaceFirst("\\..*", "");
        SocketAddress address;
        try {
            address = host.isEmpty() || host.equals("unix")
                    ? UnixDomainSocketAddress.of("/tmp/.X11-unix/X" + number)
                    : new InetSocketAddress(host, TCP_BASE + Integer.parseInt(number));
        } catch (NumberFormatException e) {
            throw new IOException("DISPLAY is " + display, e);
        }
        SocketChannel channel = address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
        try {
            channel.connect(address);
            ByteBuffer setup = setUp(channel, number);
            X11Connection connection = new X11Connection(channel, setup);
            connection.createWindow();
            return connection;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static ByteBuffer setUp(SocketChannel channel, String number) throws IOException {
        byte[] cookie = cookie(number);
        byte[] name = cookie.length == 0 ? cookie : "MIT-MAGIC-COOKIE-1".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer hello = little(12 + padded(name.length) + padded(cookie.length));
        hello.put((byte) 'l').put((byte) 0).putShort((short) 11).putShort((short) 0);
        hello.putShort((short) name.length).putShort((short) cookie.length).putShort((short) 0);
        hello.put(name).position(12 + padded(name.length)).put(cookie).clear();
        write(channel, hello);
        ByteBuffer head = read(channel, 8);
        ByteBuffer rest = read(channel, (head.getShort(6) & 0xffff) * 4);
        if (head.get(0) != 1) {
            throw new IOException("the display refuses: "
                    + StandardCharsets.ISO_8859_1.decode(rest.slice(0, Math.min(head.get(1) & 255, rest.limit()))));
        }
        return rest;
    }

    /** The secret that lets this user in, from the file that xauth(1) keeps; empty if there is none. */
    private static byte[] cookie(String number) throws IOException {
        String named = System.getenv("XAUTHORITY");
        Path file = named == null ? Path.of(System.getProperty("user.home"), ".Xauthority") : Path.of(named);
        if (!Files.isReadable(file)) {
            return new byte[0];
        }
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)); // big-endian
        while (all.remaining() > 2) {
            all.getShort(); // family
            counted(all); // address
            String display = new String(counted(all), StandardCharsets.US_ASCII);
            String kind = new String(counted(all), StandardCharsets.US_ASCII);
            byte[] secret = counted(all);
            if (kind.equals("MIT-MAGIC-COOKIE-1") && (display.isEmpty() || display.equals(number))) {
                return secret;
            }
        }
        return new byte[0];
    }

    private static byte[] counted(ByteBuffer from) throws IOException {
        if (from.remaining() < 2 || from.remaining() < 2 + (from.getShort(from.position()) & 0xffff)) {
            throw new EOFException("the file of xauth is cut off");
        }
        byte[] bytes = new byte[from.getShort() & 0xffff];
        from.get(bytes);
        return bytes;
    }

    /** Input only, never shown; it tells of changes of its properties. */
    private void createWindow() throws IOException {
        ByteBuffer request = request(CREATE_WINDOW, 0, 36);
        request.putInt(window).putInt(root).putShort((short) 0).putShort((short) 0);
        request.putShort((short) 1).putShort((short) 1).putShort((short) 0).putShort((short) 2);
        request.putInt(0).putInt(1 << 11).putInt(1 << 22);
        send(request);
    }

    int window() {
        return window;
    }

    /** A request of so many bytes, with its head filled in. */
    static ByteBuffer request(int opcode, int data, int bytes) {
        ByteBuffer request = little(padded(bytes));
        return request.put((byte) opcode).put((byte) data).putShort((short) (padded(bytes) / 4));
    }

    synchronized void send(ByteBuffer request) throws IOException {
        write(channel, request.clear());
    }

    /** Whether a property of so many bytes can be set in one go. */
    boolean fits(int bytes) {
        return padded(bytes) + 24 <= largestRequest;
    }

    /** @param format bits of an element: 8 or 32 */
    void changeProperty(int of, int property, int type, int format, byte[] value) throws IOException {
        ByteBuffer request = request(CHANGE_PROPERTY, 0, 24 + value.length);
        request.putInt(of).putInt(property).putInt(type).put((byte) format).position(20);
        request.putInt(value.length / (format / 8)).put(value);
        send(request);
    }

    /** The next reply, event or error, whole. */
    ByteBuffer next() throws IOException {
        ByteBuffer head = read(channel, 32);
        if (head.get(0) != 1) {
            return head;
        }
        long more = (head.getInt(4) & 0xffffffffL) * 4;
        if (more > LARGEST_REPLY) {
            throw new IOException("a reply of " + more + " bytes");
        }
        return little(32 + (int) more).put(head).put(read(channel, (int) more)).flip();
    }

    private static ByteBuffer read(SocketChannel channel, int count) throws IOException {
        ByteBuffer bytes = little(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the display has gone");
            }
        }
        return bytes.flip();
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int padded(int bytes) {
        return bytes + 3 & ~3;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package isthmus.app.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The display as another of its clients sees it: which windows there are, and what can be seen in them. It speaks the X
 * protocol (X Window System Protocol, version 11), on a display of this machine that asks nobody who they are, such as Xvfb. It
 * is to be kept while windows come and go: a display begins anew when its last client leaves.
 */
public final class XDisplay implements AutoCloseable {
    /** Place and size in pixels. */
    public record Area(int x, int y, int width, int height) {}

    private static final int HEADER = 32;
    private static final int WORD = 4;
    private static final int GET_ATTRIBUTES = 3;
    private static final int GET_GEOMETRY = 14;
    private static final int QUERY_TREE = 15;
    private static final int GET_PROPERTY = 20;
    private static final int WARP_POINTER = 41;
    private static final int GET_IMAGE = 73;
    private static final int WM_NAME = 39;
    private static final int VIEWABLE = 2;
    private static final int PIXMAP = 2;
    private static final int ALL_PLANES = -1;

    private final SocketChannel channel;
    private final int root;

    /** The one of this process. */
    public XDisplay() throws IOException {
        this(System.getenv("DISPLAY"));
    }

    private XDisplay(String name) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of("/tmp/.X11-unix/X" + name.replaceAll("^:|\\..*", "")));
        send(bytes(12).put((byte) 'l').put((byte) 0).putShort((short) 11));
        ByteBuffer head = read(8);
        ByteBuffer rest = read(Short.toUnsignedInt(head.getShort(6)) * WORD);
        if (head.get(0) != 1) {
            throw new IOException("the display " + name + " refuses: " + StandardCharsets.ISO_8859_1.decode(rest));
        }
        int vendor = Short.toUnsignedInt(rest.getShort(16));
        int formats = rest.get(21);
        root = rest.getInt(HEADER + (vendor + WORD - 1) / WORD * WORD + 8 * formats);
    }

    /** The first visible window of a title, without regard to what lies in windows. */
    public Optional<Integer> window(String title) throws IOException {
        for (int window : windows()) {
            if (title.equals(title(window)) && isVisible(window)) {
                return Optional.of(window);
            }
        }
        return Optional.empty();
    }

    private List<Integer> windows() throws IOException {
        ByteBuffer tree = ask(QUERY_TREE, 0, root).orElseThrow(() -> new IOException("the display has no windows"));
        List<Integer> windows = new ArrayList<>();
        for (int i = 0; i < Short.toUnsignedInt(tree.getShort(16)); i++) {
            windows.add(tree.getInt(HEADER + i * WORD));
        }
        return windows;
    }

    private String title(int window) throws IOException {
        return ask(GET_PROPERTY, 0, window, WM_NAME, 0, 0, 1 << 8)
                .map(reply -> StandardCharsets.ISO_8859_1
                        .decode(reply.slice(HEADER, reply.getInt(16)))
                        .toString())
                .orElse("");
    }

    private boolean isVisible(int window) throws IOException {
        return ask(GET_ATTRIBUTES, 0, window)
                .map(reply -> reply.get(26) == VIEWABLE)
                .orElse(false);
    }

    /** Where a window is; empty if it is gone. */
    public Optional<Area> area(int window) throws IOException {
        return ask(GET_GEOMETRY, 0, window)
                .map(reply -> new Area(reply.getShort(12), reply.getShort(14), reply.getShort(16), reply.getShort(18)));
    }

    /** The pixels of a part of a window, row by row; none if that part is not to be seen. */
    public int[] pixels(int window, Area part) throws IOException {
        Optional<ByteBuffer> image =
                ask(GET_IMAGE, PIXMAP, window, pair(part.x(), part.y()), pair(part.width(), part.height()), ALL_PLANES);
        int[] pixels = new int[image.isPresent() ? part.width() * part.height() : 0];
        image.ifPresent(reply -> reply.position(HEADER).asIntBuffer().get(pixels));
        return pixels;
    }

    /** Moves the mouse, as a person's hand would, to a place in a window. */
    public void moveMouse(int window, int x, int y) throws IOException {
        request(WARP_POINTER, 0, 0, window, 0, 0, pair(x, y));
        area(root); // it has been done when this is answered
    }

    private static int pair(int first, int second) {
        return (first & 0xffff) | (second << 16);
    }

    private void request(int code, int detail, int... words) throws IOException {
        ByteBuffer buffer = bytes((1 + words.length) * WORD);
        buffer.put((byte) code).put((byte) detail).putShort((short) (1 + words.length));
        for (int word : words) {
            buffer.putInt(word);
        }
        send(buffer);
    }

    /** The reply of a request; empty if the display says that there is no such window, or none that can be seen. */
    private Optional<ByteBuffer> ask(int code, int detail, int... words) throws IOException {
        request(code, detail, words);
        while (true) {
            ByteBuffer head = read(HEADER);
            switch (head.get(0)) {
                case 0 -> {
                    return Optional.empty();
                }
                case 1 -> {
                    ByteBuffer rest = read(head.getInt(WORD) * WORD);
                    return Optional.of(bytes(HEADER + rest.limit())
                            .put(head)
                            .put(rest)
                            .rewind()
                            .order(ByteOrder.LITTLE_ENDIAN));
                }
                default -> {} // an event of those that nobody can refuse
            }
        }
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void send(ByteBuffer buffer) throws IOException {
        buffer.rewind();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private ByteBuffer read(int size) throws IOException {
        ByteBuffer buffer = bytes(size);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the display has gone");
            }
        }
        return buffer.rewind();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

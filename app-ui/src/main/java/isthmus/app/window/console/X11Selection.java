package isthmus.app.window.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The primary selection of X11, as the "Inter-Client Communication Conventions Manual" has it, section 2. {@link #set} and
 * {@link #get} belong to one thread; another one reads what comes, and answers programs that want our text.
 */
final class X11Selection implements PrimarySelection.Host {
    private static final int PRIMARY = 1, ATOM = 4, STRING = 31;
    private static final int ERROR = 0, REPLY = 1;
    private static final int PROPERTY_NOTIFY = 28, SELECTION_CLEAR = 29, SELECTION_REQUEST = 30, SELECTION_NOTIFY = 31;
    private static final int INTERN_ATOM = 16, GET_PROPERTY = 20, SET_OWNER = 22, CONVERT = 24, SEND_EVENT = 25;

    private static final long PATIENCE_SECONDS = 3;
    private static final int LARGEST = 16 << 20;

    private final String display;
    private final BlockingQueue<ByteBuffer> answers = new LinkedBlockingQueue<>();
    /** What other programs get; null while another one has the selection. */
    private volatile String text;

    private volatile X11Connection connection;
    private int utf8;
    private int targets;
    private int incremental;
    private int property;

    /** @param display as in the variable DISPLAY */
    X11Selection(String display) {
        this.display = display;
    }

    private X11Connection connect() throws IOException {
        X11Connection known = connection;
        if (known != null) {
            return known;
        }
        X11Connection opened = X11Connection.open(display);
        utf8 = atom(opened, "UTF8_STRING");
        targets = atom(opened, "TARGETS");
        incremental = atom(opened, "INCR");
        property = atom(opened, "ISTHMUS_SELECTION");
        connection = opened;
        Thread reader = new Thread(() -> listen(opened), "isthmus-selection-x11");
        reader.setDaemon(true);
        reader.start();
        return opened;
    }

    private static int atom(X11Connection to, String name) throws IOException {
        ByteBuffer request = X11Connection.request(INTERN_ATOM, 0, 8 + name.length());
        request.putShort((short) name.length()).putShort((short) 0).put(name.getBytes(StandardCharsets.US_ASCII));
        to.send(request);
        ByteBuffer answer = to.next();
        while (kind(answer) != REPLY) {
            answer = to.next();
        }
        return answer.getInt(8);
    }

    private static int kind(ByteBuffer message) {
        return message.get(0) & 0x7f; // the highest bit: another program sent it
    }

    @Override
    public void set(String selected) throws IOException {
        X11Connection to = connect();
        text = selected;
        to.send(X11Connection.request(SET_OWNER, 0, 16)
                .putInt(to.window())
                .putInt(PRIMARY)
                .putInt(0));
    }

    @Override
    public String get() throws IOException {
        X11Connection to = connect();
        String ours = text;
        if (ours != null) {
            return ours;
        }
        answers.clear();
        ByteBuffer convert = X11Connection.request(CONVERT, 0, 24);
        to.send(convert.putInt(to.window())
                .putInt(PRIMARY)
                .putInt(utf8)
                .putInt(property)
                .putInt(0));
        if (await(SELECTION_NOTIFY).getInt(20) == 0) {
            return ""; // nothing is selected, or no text
        }
        ByteBuffer value = read(to);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (value.getInt(8) != incremental) {
            return StandardCharsets.UTF_8.decode(content(value)).toString();
        }
        while (bytes.size() <= LARGEST) {
            await(PROPERTY_NOTIFY);
            ByteBuffer part = content(read(to));
            if (!part.hasRemaining()) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
            bytes.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
        }
        throw new IOException("what is selected is too long to be pasted");
    }

    /** Takes the property away, which asks for the next part of a long text. */
    private ByteBuffer read(X11Connection to) throws IOException {
        to.send(X11Connection.request(GET_PROPERTY, 1, 24)
                .putInt(to.window())
                .putInt(property)
                .putInt(0)
                .putInt(0)
                .putInt(LARGEST / 4));
        return await(REPLY);
    }

    private static ByteBuffer content(ByteBuffer reply) throws IOException {
        if (reply.get(1) != 8 && reply.getInt(16) != 0) {
            throw new IOException("what is selected is no text");
        }
        return reply.slice(32, reply.getInt(16));
    }

    private ByteBuffer await(int kind) throws IOException {
        try {
            while (true) {
                ByteBuffer answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (answer == null || kind(answer) == ERROR) {
                    throw new IOException("the program in which something is selected does not answer");
                }
                if (kind(answer) == kind) {
                    return answer;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void listen(X11Connection from) {
        try {
            while (true) {
                ByteBuffer message = from.next();
                switch (kind(message)) {
                    case SELECTION_CLEAR -> text = null;
                    case SELECTION_REQUEST -> serve(from, message);
                    case PROPERTY_NOTIFY -> {
                        if (message.getInt(8) == property && message.get(16) == 0) {
                            answers.add(message);
                        }
                    }
                    default -> answers.add(message);
                }
            }
        } catch (IOException gone) { // the display, or the window is being closed; the next use tries again
            text = null;
            connection = null;
        }
    }

    private void serve(X11Connection to, ByteBuffer wanted) throws IOException {
        int requestor = wanted.getInt(12);
        int target = wanted.getInt(20);
        int into = wanted.getInt(24) == 0 ? target : wanted.getInt(24);
        String ours = text;
        byte[] value = null;
        if (ours != null && target == targets) {
            to.changeProperty(requestor, into, ATOM, 32, atoms(targets, utf8, STRING));
        } else if (ours != null && (target == utf8 || target == STRING)) {
            value = ours.getBytes(target == utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        }
        boolean fits = value != null && to.fits(value.length);
        if (fits) {
            to.changeProperty(requestor, into, target, 8, value);
        }
        ByteBuffer answer =
                X11Connection.request(SEND_EVENT, 0, 44).putInt(requestor).putInt(0);
        answer.put((byte) SELECTION_NOTIFY)
                .position(16)
                .putInt(wanted.getInt(4))
                .putInt(requestor);
        answer.putInt(PRIMARY).putInt(target).putInt(fits || ours != null && target == targets ? into : 0);
        to.send(answer);
    }

    private static byte[] atoms(int... all) {
        ByteBuffer bytes = ByteBuffer.allocate(all.length * 4).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (int atom : all) {
            bytes.putInt(atom);
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        X11Connection open = connection;
        if (open != null) {
            open.close();
        }
    }
}

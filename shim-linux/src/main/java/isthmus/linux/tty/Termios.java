package isthmus.linux.tty;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The settings of a terminal (termios(3)); immutable. Bits and places are those of {@code asm-generic/termbits.h}.
 *
 * @param cc the control characters; nobody changes the array
 */
record Termios(int iflag, int oflag, int cflag, int lflag, int line, byte[] cc, int ispeed, int ospeed) {
    static final int ISTRIP = 040, INLCR = 0100, IGNCR = 0200, ICRNL = 0400, IUCLC = 01000, IXON = 02000, IXANY = 04000;
    static final int PARMRK = 010, IMAXBEL = 020000, IUTF8 = 040000;
    static final int OPOST = 01, OLCUC = 02, ONLCR = 04, OCRNL = 010, ONOCR = 020, ONLRET = 040, TABDLY = 014000;
    static final int XTABS = 014000;
    static final int CSIZE = 060,
            CS8 = 060,
            CREAD = 0200,
            PARENB = 0400,
            CBAUD = 010017,
            CBAUDEX = 010000,
            B38400 = 017;
    static final int ISIG = 01, ICANON = 02, ECHO = 010, ECHOE = 020, ECHOK = 040, ECHONL = 0100, NOFLSH = 0200;
    static final int TOSTOP = 0400,
            ECHOCTL = 01000,
            ECHOPRT = 02000,
            ECHOKE = 04000,
            IEXTEN = 0100000,
            EXTPROC = 0200000;
    static final int VINTR = 0, VQUIT = 1, VERASE = 2, VKILL = 3, VEOF = 4, VTIME = 5, VMIN = 6, VSTART = 8, VSTOP = 9;
    static final int VSUSP = 10, VEOL = 11, VREPRINT = 12, VWERASE = 14, VLNEXT = 15, VEOL2 = 16;
    /** NCCS of the kernel, and of the old {@code struct termio}. */
    static final int NCCS = 19, NCC = 8;
    /** A control character that is none. */
    static final int DISABLED = 0;
    /** sizeof(struct termios), termios2 and termio of the kernel. */
    static final int SIZE = 36, SIZE2 = 44, OLD_SIZE = 18;

    private static final int SPEED = 38400;
    private static final int[] SPEEDS = {
        0, 50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 19200, 38400
    };
    private static final int[] FAST_SPEEDS = {
        0, 57600, 115200, 230400, 460800, 500000, 576000, 921600, 1000000, 1152000, 1500000, 2000000, 2500000, 3000000,
        3500000, 4000000
    };

    /** What a new pseudo-terminal starts with. */
    static Termios initial() {
        byte[] cc = {3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22, 0, 0, 0};
        int local = ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN;
        return new Termios(ICRNL | IXON, OPOST | ONLCR, B38400 | CS8 | CREAD, local, 0, cc, SPEED, SPEED);
    }

    boolean input(int flag) {
        return (iflag & flag) != 0;
    }

    boolean output(int flag) {
        return (oflag & flag) != 0;
    }

    boolean local(int flag) {
        return (lflag & flag) != 0;
    }

    int cc(int index) {
        return cc[index] & 0xff;
    }

    boolean isCanonical() {
        return local(ICANON);
    }

    /** Whether {@code c}, which is not the disabled character, is the control character at {@code index}. */
    boolean is(int c, int index) {
        return c != DISABLED && c == cc(index);
    }

    /** What a pseudo-terminal makes of it: eight bits, no parity, a receiver that is on, and speeds that match. */
    Termios forPty() {
        int control = cflag & ~(CSIZE | PARENB) | CS8 | CREAD;
        return new Termios(iflag, oflag, control, lflag, line, cc, ispeed, ospeed);
    }

    // --- layouts --------------------------------------------------------------------------------------------------

    /** {@code struct termios}: the speeds follow from c_cflag. */
    static Termios decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        byte[] cc = new byte[NCCS];
        in.get(17, cc);
        int control = in.getInt(8);
        int speed = speedOf(control);
        return new Termios(in.getInt(0), in.getInt(4), control, in.getInt(12), in.get(16), cc, speed, speed);
    }

    /** {@code struct termios2}: with BOTHER in c_cflag, the speeds stand behind. */
    static Termios decode2(byte[] bytes) {
        Termios plain = decode(bytes);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean other = (plain.cflag & CBAUD) == CBAUDEX;
        return other ? plain.withSpeeds(in.getInt(36), in.getInt(40)) : plain;
    }

    private Termios withSpeeds(int in, int out) {
        return new Termios(iflag, oflag, cflag, lflag, line, cc, in, out);
    }

    /** {@code struct termio}: 16 bits of each flag word, eight characters; the rest stays. */
    Termios decodeOld(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        byte[] characters = cc.clone();
        in.get(9, characters, 0, NCC);
        int control = low(cflag, in.getShort(4));
        int speed = speedOf(control);
        return new Termios(
                low(iflag, in.getShort(0)),
                low(oflag, in.getShort(2)),
                control,
                low(lflag, in.getShort(6)),
                in.get(8),
                characters,
                speed,
                speed);
    }

    private static int low(int old, short half) {
        return old & 0xffff0000 | half & 0xffff;
    }

    private static int speedOf(int control) {
        int[] table = (control & CBAUDEX) == 0 ? SPEEDS : FAST_SPEEDS;
        return table[control & 017];
    }

    byte[] encode() {
        return encode(SIZE).array();
    }

    byte[] encode2() {
        return encode(SIZE2).putInt(36, ispeed).putInt(40, ospeed).array();
    }

    private ByteBuffer encode(int size) {
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(iflag)
                .putInt(oflag)
                .putInt(cflag)
                .putInt(lflag)
                .put((byte) line)
                .put(cc);
        return out;
    }

    byte[] encodeOld() {
        ByteBuffer out = ByteBuffer.allocate(OLD_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) iflag)
                .putShort((short) oflag)
                .putShort((short) cflag)
                .putShort((short) lflag);
        out.put((byte) line).put(cc, 0, NCC);
        return out.array();
    }
}

package isthmus.app.terminal;

/**
 * Finds characters, controls and sequences in a stream of bytes, after Paul Williams' state machine for DEC terminals, with
 * UTF-8 below it. Whatever comes, memory stays bounded and nothing is thrown. Guarded by the terminal's lock.
 */
final class Parser {
    /** What a parser finds. */
    interface Sink {
        /** Bytes from 0x20 to 0x7e. */
        void ascii(byte[] bytes, int from, int to);

        void character(int codePoint);

        /** A control of C0. */
        void control(int code);

        /** {@code intermediates} as in {@link Sequence#intermediates}. */
        void escape(int intermediates, char end);

        void csi(Sequence sequence);

        void osc(byte[] text, int length);

        void dcs(Sequence sequence, byte[] text, int length);
    }

    private static final int ESC = 0x1b;
    private static final int BEL = 7;
    private static final int CANCEL = 0x18;
    private static final int SUBSTITUTE = 0x1a;
    private static final int REPLACEMENT = 0xfffd;

    private enum State {
        GROUND,
        ESCAPE,
        CSI,
        CSI_IGNORE,
        DCS,
        DCS_IGNORE,
        DCS_TEXT,
        OSC_TEXT,
        /** SOS, PM, APC, and strings that nobody understands. */
        SKIPPED_TEXT
    }

    private final Sink sink;
    private final Sequence sequence = new Sequence();
    private final ByteText text = new ByteText();
    private State state = State.GROUND;
    /** In a string: the last byte was ESC. */
    private boolean escaped;
    /** UTF-8: bytes still missing, the bits so far, the least value that this length may give. */
    private int missing;

    private int partial;
    private int least;

    Parser(Sink sink) {
        this.sink = sink;
    }

    /** Forgets what is not whole. */
    void reset() {
        state = State.GROUND;
        missing = 0;
        text.clear();
    }

    void feed(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (state == State.GROUND && missing == 0) {
                int end = at;
                while (end < to && bytes[end] >= 0x20 && bytes[end] != 0x7f) {
                    end++;
                }
                if (end > at) {
                    sink.ascii(bytes, at, end);
                    at = end;
                    continue;
                }
                int length = wholeCharacter(bytes, at, to);
                if (length > 0) {
                    sink.character(partial);
                    at += length;
                    continue;
                }
            }
            next(bytes[at++] & 255);
        }
    }

    /**
     * The length of a right character of two or three bytes from U+00A0 on that starts here, and puts it into {@code partial};
     * 0 if what comes is something else, which takes the longer way.
     */
    private int wholeCharacter(byte[] bytes, int at, int to) {
        int first = bytes[at] & 255;
        if (first < 0xc2 || first > 0xef || at + 3 > to || (bytes[at + 1] & 0xc0) != 0x80) {
            return 0;
        }
        if (first < 0xe0) {
            partial = (first & 0x1f) << 6 | bytes[at + 1] & 0x3f;
            return partial >= 0xa0 ? 2 : 0;
        }
        if ((bytes[at + 2] & 0xc0) != 0x80) {
            return 0;
        }
        partial = (first & 0xf) << 12 | (bytes[at + 1] & 0x3f) << 6 | bytes[at + 2] & 0x3f;
        return partial >= 0x800 && (partial < Character.MIN_SURROGATE || partial > Character.MAX_SURROGATE) ? 3 : 0;
    }

    private void next(int b) {
        switch (state) {
            case GROUND -> ground(b);
            case OSC_TEXT, DCS_TEXT, SKIPPED_TEXT -> string(b);
            default -> {
                if (b == CANCEL || b == SUBSTITUTE) {
                    state = State.GROUND;
                } else if (b == ESC) {
                    enterEscape();
                } else if (b < 0x20) {
                    if (state != State.DCS && state != State.DCS_IGNORE) {
                        sink.control(b);
                    }
                } else if (b > 0x7f) {
                    // No sequence has such bytes: what follows is text again.
                    state = State.GROUND;
                    ground(b);
                } else if (b != 0x7f) {
                    inside(b);
                }
            }
        }
    }

    private void inside(int b) {
        switch (state) {
            case ESCAPE -> escape(b);
            case CSI -> csi(b);
            case DCS -> dcs(b);
            case CSI_IGNORE -> state = b >= 0x40 ? State.GROUND : state;
            case DCS_IGNORE -> state = b >= 0x40 ? enterString(State.SKIPPED_TEXT) : state;
            default -> throw new IllegalStateException(state.name());
        }
    }

    private void ground(int b) {
        if (missing > 0) {
            continueUtf8(b);
        } else if (b < 0x80) {
            ascii(b);
        } else {
            startUtf8(b);
        }
    }

    private void ascii(int b) {
        if (b == ESC) {
            enterEscape();
        } else if (b < 0x20) {
            sink.control(b);
        } else if (b != 0x7f) {
            sink.character(b);
        }
    }

    private void startUtf8(int b) {
        if (b >= 0xc2 && b <= 0xdf) {
            expect(1, b & 0x1f, 0x80);
        } else if (b >= 0xe0 && b <= 0xef) {
            expect(2, b & 0xf, 0x800);
        } else if (b >= 0xf0 && b <= 0xf4) {
            expect(3, b & 7, 0x10000);
        } else {
            sink.character(REPLACEMENT);
        }
    }

    private void expect(int count, int bits, int minimum) {
        missing = count;
        partial = bits;
        least = minimum;
    }

    private void continueUtf8(int b) {
        int value = partial << 6 | b & 0x3f;
        if ((b & 0xc0) != 0x80 || !possible(value)) {
            missing = 0;
            sink.character(REPLACEMENT);
            ground(b);
            return;
        }
        partial = value;
        if (--missing == 0) {
            character(value);
        }
    }

    /** Whether bytes may still follow that make the value a character: so that each wrong byte is found as soon as it comes. */
    private boolean possible(int value) {
        int shift = 6 * (missing - 1);
        int lowest = value << shift;
        int highest = lowest | (1 << shift) - 1;
        return highest >= least
                && lowest <= Character.MAX_CODE_POINT
                && !(lowest >= Character.MIN_SURROGATE && highest <= Character.MAX_SURROGATE);
    }

    /** Controls of C1 mean nothing when they come as UTF-8, as in xterm. */
    private void character(int codePoint) {
        if (codePoint >= 0xa0) {
            sink.character(codePoint);
        }
    }

    private void enterEscape() {
        state = State.ESCAPE;
        missing = 0;
        sequence.clear();
    }

    private void escape(int b) {
        if (b < 0x30) {
            sequence.intermediate(b);
            return;
        }
        state = State.GROUND;
        if (sequence.intermediates() != 0) {
            sink.escape(sequence.intermediates(), (char) b);
            return;
        }
        switch (b) {
            case '[' -> state = State.CSI;
            case ']' -> state = enterString(State.OSC_TEXT);
            case 'P' -> state = State.DCS;
            case 'X', '^', '_' -> state = enterString(State.SKIPPED_TEXT);
            default -> sink.escape(0, (char) b);
        }
    }

    private void csi(int b) {
        if (b >= 0x40) {
            state = State.GROUND;
            sequence.end((char) b);
            sink.csi(sequence);
        } else if (!sequence.add(b)) {
            state = State.CSI_IGNORE;
        }
    }

    private void dcs(int b) {
        if (b >= 0x40) {
            sequence.end((char) b);
            state = enterString(State.DCS_TEXT);
        } else if (!sequence.add(b)) {
            state = State.DCS_IGNORE;
        }
    }

    private State enterString(State kind) {
        text.clear();
        escaped = false;
        return kind;
    }

    private void string(int b) {
        if (escaped) {
            // ESC \ is the end; ESC and anything else is a new sequence, and the end as well.
            endString();
            enterEscape();
            next(b);
            return;
        }
        if (b == ESC) {
            escaped = true;
        } else if (b == CANCEL || b == SUBSTITUTE) {
            state = State.GROUND;
            text.clear();
        } else if (b == BEL && state == State.OSC_TEXT) {
            endString();
        } else if (b >= 0x20 && b != 0x7f && state != State.SKIPPED_TEXT) {
            text.add(b);
        }
    }

    private void endString() {
        State ended = state;
        state = State.GROUND;
        if (!text.overflown()) {
            if (ended == State.OSC_TEXT) {
                sink.osc(text.bytes(), text.length());
            } else if (ended == State.DCS_TEXT) {
                sink.dcs(sequence, text.bytes(), text.length());
            }
        }
        text.clear();
    }
}

package isthmus.app.terminal;

/** Carries out what the parser finds: controls and escape sequences here, the rest by its helpers. Guarded by the lock. */
final class Commands implements Parser.Sink {
    private final Emulator e;
    private final Motion motion;
    private final Printer printer;
    private final Editing editing;
    private final CsiCommands csi;
    private final OscCommands osc;
    private final Reports reports;

    Commands(Emulator emulator) {
        e = emulator;
        motion = new Motion(e);
        printer = new Printer(e, motion);
        editing = new Editing(e);
        reports = new Reports(e);
        csi = new CsiCommands(e, motion, printer, editing, reports);
        osc = new OscCommands(e);
    }

    @Override
    public void ascii(byte[] bytes, int from, int to) {
        printer.ascii(bytes, from, to);
    }

    @Override
    public void character(int codePoint) {
        printer.put(codePoint);
    }

    @Override
    public void control(int code) {
        switch (code) {
            case 5 -> {} // ENQ: no answer-back message
            case 7 -> e.out.bell();
            case 8 -> motion.backward(1);
            case 9 -> motion.tab(1);
            case 10, 11, 12 -> motion.lineFeed();
            case 13 -> motion.carriageReturn();
            case 14 -> e.charsets.show(1);
            case 15 -> e.charsets.show(0);
            default -> {}
        }
    }

    @Override
    public void escape(int intermediates, char end) {
        switch (intermediates) {
            case 0 -> escape(end);
            case '#' -> {
                if (end == '8') {
                    editing.alignmentTest();
                }
            }
            case '(', ')', '*', '+' -> e.charsets.designate(intermediates - '(', end);
            default -> {}
        }
    }

    private void escape(char end) {
        switch (end) {
            case '6' -> motion.backIndex();
            case '7' -> e.saveCursor();
            case '8' -> e.restoreCursor();
            case '9' -> motion.forwardIndex();
            case '=' -> e.modes.set(TerminalModes.APPLICATION_KEYPAD, true);
            case '>' -> e.modes.set(TerminalModes.APPLICATION_KEYPAD, false);
            case 'D' -> motion.index();
            case 'E' -> {
                motion.carriageReturn();
                motion.index();
            }
            case 'H' -> e.tabs.set(e.x);
            case 'M' -> motion.reverseIndex();
            case 'N' -> e.charsets.showOnce(2);
            case 'O' -> e.charsets.showOnce(3);
            case 'V' -> e.pen |= Attr.PROTECTED;
            case 'W' -> e.pen &= ~Attr.PROTECTED;
            case 'Z' -> reports.deviceAttributes(0);
            case 'c' -> e.reset();
            case 'n' -> e.charsets.show(2);
            case 'o' -> e.charsets.show(3);
            default -> {}
        }
    }

    @Override
    public void csi(Sequence sequence) {
        csi.dispatch(sequence);
    }

    @Override
    public void osc(byte[] text, int length) {
        osc.dispatch(text, length);
    }

    @Override
    public void dcs(Sequence sequence, byte[] text, int length) {
        if (sequence.intermediates() == '$' && sequence.end() == 'q' && sequence.prefix() == 0) {
            reports.setting(text, length);
        } else if (sequence.intermediates() == '+' && sequence.end() == 'q' && sequence.prefix() == 0) {
            reports.capabilities(text, length);
        }
    }
}

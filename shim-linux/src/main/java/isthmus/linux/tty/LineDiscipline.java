package isthmus.linux.tty;

import static isthmus.linux.tty.Termios.DISABLED;
import static isthmus.linux.tty.Termios.ECHO;
import static isthmus.linux.tty.Termios.ECHOCTL;
import static isthmus.linux.tty.Termios.ECHONL;
import static isthmus.linux.tty.Termios.EXTPROC;
import static isthmus.linux.tty.Termios.ICANON;
import static isthmus.linux.tty.Termios.ICRNL;
import static isthmus.linux.tty.Termios.IEXTEN;
import static isthmus.linux.tty.Termios.IGNCR;
import static isthmus.linux.tty.Termios.INLCR;
import static isthmus.linux.tty.Termios.ISIG;
import static isthmus.linux.tty.Termios.ISTRIP;
import static isthmus.linux.tty.Termios.IUCLC;
import static isthmus.linux.tty.Termios.IXANY;
import static isthmus.linux.tty.Termios.IXON;
import static isthmus.linux.tty.Termios.NOFLSH;
import static isthmus.linux.tty.Termios.PARMRK;
import static isthmus.linux.tty.Termios.VEOF;
import static isthmus.linux.tty.Termios.VEOL;
import static isthmus.linux.tty.Termios.VEOL2;
import static isthmus.linux.tty.Termios.VERASE;
import static isthmus.linux.tty.Termios.VINTR;
import static isthmus.linux.tty.Termios.VKILL;
import static isthmus.linux.tty.Termios.VLNEXT;
import static isthmus.linux.tty.Termios.VQUIT;
import static isthmus.linux.tty.Termios.VREPRINT;
import static isthmus.linux.tty.Termios.VSTART;
import static isthmus.linux.tty.Termios.VSTOP;
import static isthmus.linux.tty.Termios.VSUSP;
import static isthmus.linux.tty.Termios.VWERASE;

import isthmus.linux.signal.Signal;
import java.nio.ByteBuffer;

/**
 * N_TTY: what happens to typed characters between the master's write and the program's read (termios(3)). The program's
 * side of a pair has one. Guarded by the pair's lock; knows no threads.
 */
final class LineDiscipline {
    /** What it needs of its terminal. */
    interface Host {
        /** INTR, QUIT or SUSP was typed: the foreground process group gets a signal. */
        void signal(int signo);

        /** Queued output, which is on its way to the master, is to be dropped. */
        void flushOutput();

        /** Queued input was dropped. */
        void inputFlushed();

        /** START or STOP was typed. */
        void flow(boolean stopped);

        boolean isStopped();

        /** Whether the stop came from tcflow(3), which START does not undo. */
        boolean isStoppedByProgram();
    }

    private final Host host;
    private final OutputProcessor output;
    final EchoBuffer echo;
    final InputBuffer input = new InputBuffer();
    private Termios t = Termios.initial();
    private boolean literalNext;
    private boolean erasing;

    LineDiscipline(Host host, OutputProcessor output) {
        this.host = host;
        this.output = output;
        this.echo = new EchoBuffer(output);
    }

    Termios termios() {
        return t;
    }

    OutputProcessor output() {
        return output;
    }

    void setTermios(Termios wanted) {
        Termios old = t;
        t = wanted;
        if (((old.lflag() ^ wanted.lflag()) & (ICANON | EXTPROC)) != 0) {
            input.switchMode(wanted.isCanonical());
            erasing = false;
            literalNext = false;
        }
        if (old.input(IXON) && !wanted.input(IXON) && host.isStopped() && !host.isStoppedByProgram()) {
            host.flow(false);
            flushEchoes();
        }
    }

    /** Forgets what was typed and not read. */
    void flushInput() {
        input.clear();
        erasing = false;
        literalNext = false;
        host.inputFlushed();
    }

    /** Whether read(2) would find something; {@code polling} heeds VMIN. */
    boolean isReadable(boolean polling) {
        if (isLineMode()) {
            return input.hasLine();
        }
        boolean wholeMinimum = polling && t.cc(Termios.VTIME) == 0 && t.cc(Termios.VMIN) != 0;
        return input.size() >= (wholeMinimum ? t.cc(Termios.VMIN) : 1);
    }

    private boolean isLineMode() {
        return t.isCanonical() && !t.local(EXTPROC);
    }

    /** Moves what is there, in canonical mode at most a line. There is something. */
    int read(ByteBuffer target) {
        return isLineMode() ? input.readLine(target) : input.read(target);
    }

    /** FIONREAD. */
    int readable() {
        return isLineMode() ? input.lineBytes() : input.size();
    }

    void flushEchoes() {
        if (!host.isStopped()) {
            echo.flush(t);
        }
    }

    // --- input ----------------------------------------------------------------------------------------------------

    /** Takes typed characters as long as there is room for them. */
    void receive(ByteQueue typed) {
        while (!typed.isEmpty() && makeRoom()) {
            receive(typed.poll());
        }
        flushEchoes();
    }

    /** A full line buffer in canonical mode drops its last character, so that the end of the line comes through. */
    private boolean makeRoom() {
        int needed = t.input(PARMRK) ? 3 : 1;
        int room = (InputBuffer.SIZE - input.size()) / needed - 1;
        if (room > 0) {
            return true;
        }
        boolean overflow = t.isCanonical() && !input.hasLine();
        if (overflow && room < 0) {
            input.dropLast();
        }
        return overflow;
    }

    private void receive(int typed) {
        int c = t.input(ISTRIP) ? typed & 0x7f : typed;
        if (t.input(IUCLC) && t.local(IEXTEN)) {
            c = Characters.toLower(c);
        }
        if (t.local(EXTPROC)) {
            input.put(c);
        } else if (literalNext) {
            literalNext = false;
            ordinary(c);
        } else if (!flowControl(c) && !signal(c)) {
            restartOutput();
            translated(c);
        }
    }

    private boolean flowControl(int c) {
        if (!t.input(IXON)) {
            return false;
        }
        if (t.is(c, VSTART)) {
            host.flow(false);
            flushEchoes();
            return true;
        }
        if (t.is(c, VSTOP)) {
            host.flow(true);
            return true;
        }
        return false;
    }

    private boolean signal(int c) {
        if (!t.local(ISIG)) {
            return false;
        }
        if (t.is(c, VINTR)) {
            signal(Signal.SIGINT, c);
        } else if (t.is(c, VQUIT)) {
            signal(Signal.SIGQUIT, c);
        } else if (t.is(c, VSUSP)) {
            signal(Signal.SIGTSTP, c);
        } else {
            return false;
        }
        return true;
    }

    private void signal(int signo, int c) {
        if (!t.local(NOFLSH)) {
            echo.clear();
            host.flushOutput();
            flushInput();
        }
        host.signal(signo);
        if (t.input(IXON)) {
            host.flow(false);
        }
        if (t.local(ECHO)) {
            echo.character(t, c);
        }
        flushEchoes();
    }

    /** With IXANY every character starts output again. */
    private void restartOutput() {
        if (host.isStopped() && !host.isStoppedByProgram() && t.input(IXON) && t.input(IXANY)) {
            host.flow(false);
            flushEchoes();
        }
    }

    private void translated(int typed) {
        int c = typed;
        if (c == '\r') {
            if (t.input(IGNCR)) {
                return;
            }
            c = t.input(ICRNL) ? '\n' : c;
        } else if (c == '\n' && t.input(INLCR)) {
            c = '\r';
        }
        if (t.isCanonical() && canonical(c)) {
            return;
        }
        if (c == '\n' && typed == '\r' && t.local(ECHO)) {
            finishErasing(); // a line feed that was typed as such shows as ^J here
            echo.raw('\n');
            put(c);
        } else {
            ordinary(c);
        }
    }

    private void ordinary(int c) {
        if (t.local(ECHO)) {
            finishErasing();
            beginLine();
            echo.character(t, c);
        }
        put(c);
    }

    /** The first character of a line: where the line begins on the screen. */
    private void beginLine() {
        if (input.isAtLineStart()) {
            echo.setCanonColumn();
        }
    }

    private void put(int c) {
        if (c == 0xff && t.input(PARMRK)) {
            input.put(c);
        }
        input.put(c);
    }

    /** The characters that canonical mode heeds. Returns whether this was one. */
    private boolean canonical(int c) {
        boolean extended = t.local(IEXTEN);
        if (t.is(c, VERASE) || t.is(c, VKILL) || extended && t.is(c, VWERASE)) {
            new Eraser(t, input, echo).erase(c);
        } else if (extended && t.is(c, VLNEXT)) {
            literalNext = true;
            if (t.local(ECHO)) {
                finishErasing();
                if (t.local(ECHOCTL)) {
                    echo.raw('^');
                    echo.raw('\b');
                }
            }
        } else if (extended && t.local(ECHO) && t.is(c, VREPRINT)) {
            reprint(c);
        } else if (c == '\n') {
            if (t.local(ECHO | ECHONL)) {
                echo.raw('\n');
            }
            input.putEnd(c);
        } else if (t.is(c, VEOF)) {
            input.putEnd(DISABLED);
        } else if (t.is(c, VEOL) || extended && t.is(c, VEOL2)) {
            if (t.local(ECHO)) {
                beginLine();
                echo.character(t, c);
            }
            if (c == 0xff && t.input(PARMRK)) {
                input.put(c);
            }
            input.putEnd(c);
        } else {
            return false;
        }
        return true;
    }

    private void reprint(int c) {
        finishErasing();
        echo.character(t, c);
        echo.raw('\n');
        for (int i = 0; i < input.partial(); i++) {
            echo.character(t, input.partialAt(i));
        }
    }

    private void finishErasing() {
        if (erasing) {
            echo.raw('/');
            erasing = false;
        }
    }

    /** VERASE, VWERASE and VKILL. */
    private final class Eraser {
        private final Termios t;
        private final InputBuffer input;
        private final EchoBuffer echo;

        Eraser(Termios t, InputBuffer input, EchoBuffer echo) {
            this.t = t;
            this.input = input;
            this.echo = echo;
        }

        void erase(int c) {
            if (input.partial() == 0) {
                return;
            }
            if (t.is(c, VKILL) && !t.is(c, VERASE) && !t.is(c, VWERASE)) {
                kill();
            } else {
                eraseCharacters(!t.is(c, VERASE), false);
            }
        }

        private void kill() {
            int all = Termios.ECHOK | Termios.ECHOKE | Termios.ECHOE;
            if (t.local(ECHO) && (t.lflag() & all) == all) {
                eraseCharacters(false, true);
                return;
            }
            input.dropPartial();
            if (t.local(ECHO)) {
                finishErasing();
                echo.character(t, t.cc(VKILL));
                if (t.local(Termios.ECHOK)) {
                    echo.raw('\n');
                }
            }
        }

        private void eraseCharacters(boolean word, boolean line) {
            boolean seenWord = false;
            while (input.partial() > 0) {
                int count = characterLength();
                int c = input.partialAt(input.partial() - count);
                if (Characters.isContinuation(t, c)) {
                    break; // never a part of a character
                }
                if (word) {
                    if (Characters.isWord(c)) {
                        seenWord = true;
                    } else if (seenWord) {
                        break;
                    }
                }
                byte[] erased = input.dropLast(count);
                if (t.local(ECHO)) {
                    show(erased, c, !word && !line);
                }
                if (!word && !line) {
                    break;
                }
            }
            if (input.partial() == 0 && t.local(ECHO)) {
                finishErasing();
            }
        }

        /** Bytes of the last character. */
        private int characterLength() {
            int count = 1;
            while (count < input.partial() && Characters.isContinuation(t, input.partialAt(input.partial() - count))) {
                count++;
            }
            return count;
        }

        private void show(byte[] erased, int c, boolean single) {
            if (t.local(Termios.ECHOPRT)) {
                if (!erasing) {
                    echo.raw('\\');
                    erasing = true;
                }
                echo.character(t, c);
                for (int i = 1; i < erased.length; i++) {
                    echo.raw(erased[i] & 0xff);
                    echo.moveBackColumn();
                }
            } else if (single && !t.local(Termios.ECHOE)) {
                echo.character(t, t.cc(VERASE));
            } else if (c == '\t') {
                backOverTab();
            } else {
                boolean control = Characters.isControl(c);
                if (control && t.local(ECHOCTL)) {
                    back();
                }
                if (!control || t.local(ECHOCTL)) {
                    back();
                }
            }
        }

        private void back() {
            echo.raw('\b');
            echo.raw(' ');
            echo.raw('\b');
        }

        /** How far it went depends on the columns before it. */
        private void backOverTab() {
            int columns = 0;
            for (int i = input.partial() - 1; i >= 0; i--) {
                int c = input.partialAt(i);
                if (c == '\t') {
                    echo.eraseTab(columns, true);
                    return;
                }
                if (Characters.isControl(c)) {
                    columns += t.local(ECHOCTL) ? 2 : 0;
                } else if (!Characters.isContinuation(t, c)) {
                    columns++;
                }
            }
            echo.eraseTab(columns, false);
        }
    }
}

package isthmus.linux.tty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Typed keys, what the program reads of them (lines, with | between), and what is shown: as Linux 6.18 answered. */
final class LineDisciplineTest {
    private static final int ERASE = 0177;

    /** A discipline with a window that takes everything, and a foreground that notes its signals. */
    private static final class Bench implements LineDiscipline.Host {
        final ByteQueue shown = new ByteQueue();
        final LineDiscipline discipline = new LineDiscipline(this, new OutputProcessor(shown, 1 << 16));
        final List<Integer> signals = new ArrayList<>();
        private boolean stopped;

        @Override
        public void signal(int signo) {
            signals.add(signo);
        }

        @Override
        public void flushOutput() {}

        @Override
        public void inputFlushed() {}

        @Override
        public void flow(boolean stop) {
            stopped = stop;
        }

        @Override
        public boolean isStopped() {
            return stopped;
        }

        @Override
        public boolean isStoppedByProgram() {
            return false;
        }

        void type(String keys) {
            ByteBuffer bytes = ByteBuffer.wrap(keys.getBytes(StandardCharsets.ISO_8859_1));
            ByteQueue typed = new ByteQueue();
            typed.add(bytes, bytes.remaining());
            discipline.receive(typed);
        }

        String read() {
            List<String> lines = new ArrayList<>();
            while (discipline.isReadable(false)) {
                byte[] line = new byte[8192];
                int count = discipline.read(ByteBuffer.wrap(line));
                lines.add(new String(line, 0, count, StandardCharsets.ISO_8859_1));
            }
            return visible(String.join("|", lines));
        }

        String echo() {
            byte[] bytes = new byte[shown.size()];
            shown.poll(ByteBuffer.wrap(bytes), bytes.length);
            return visible(new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    private static String keys(String text) {
        return text.replace("<DEL>", Character.toString(ERASE))
                .replace("<U>", "\025")
                .replace("<W>", "\027")
                .replace("<D>", "\004")
                .replace("<V>", "\026")
                .replace("<R>", "\022")
                .replace("<C>", "\003")
                .replace("<A>", "\001")
                .replace("<S>", "\023")
                .replace("<Q>", "\021")
                .replace("<NL>", "\n")
                .replace("<CR>", "\r")
                .replace("<TAB>", "\t");
    }

    private static String visible(String text) {
        return text.replace("\r\n", "<CRLF>")
                .replace("\n", "<NL>")
                .replace("\r", "<CR>")
                .replace("\t", "<TAB>")
                .replace("\b \b", "<RUB>")
                .replace("\b", "<BS>")
                .replace("\003", "<C>")
                .replace(Character.toString(ERASE), "<DEL>");
    }

    private static void check(Termios termios, String typed, String read, String echo) {
        Bench bench = new Bench();
        bench.discipline.setTermios(termios);
        bench.type(keys(typed));
        assertEquals(read, bench.read(), "read");
        assertEquals(echo, bench.echo(), "shown");
    }

    @ParameterizedTest
    @CsvSource({
        "hello<NL>, hello<NL>, hello<CRLF>",
        "helxx<DEL><DEL>lo<NL>, hello<NL>, helxx<RUB><RUB>lo<CRLF>",
        "junk<U>ok<NL>, ok<NL>, junk<RUB><RUB><RUB><RUB>ok<CRLF>",
        "one two<W>x<NL>, one x<NL>, one two<RUB><RUB><RUB>x<CRLF>",
        "part<D><D>, part|'', part",
        "a<V><C>b<V><DEL>c<NL>, a<C>b<DEL>c<NL>, a^<BS>^Cb^<BS>^?c<CRLF>",
        "abc<R>def<NL>, abcdef<NL>, abc^R<CRLF>abcdef<CRLF>",
        "abc<CR>, abc<NL>, abc<CRLF>",
        "a<TAB>b<DEL><DEL><DEL>x<NL>, x<NL>, a<TAB>b<RUB><BS><BS><BS><BS><BS><BS><BS><RUB>x<CRLF>",
        "a<A>b<DEL><DEL>c<NL>, ac<NL>, a^Ab<RUB><RUB><RUB>c<CRLF>",
        "abc<C>def<NL>, def<NL>, ^Cdef<CRLF>",
        "a<S>b<Q>c<NL>, abc<NL>, abc<CRLF>",
        "<DEL>a<NL>, a<NL>, a<CRLF>"
    })
    void canonical(String typed, String read, String echo) {
        check(Termios.initial(), typed, read.replace("''", ""), echo);
    }

    @ParameterizedTest
    @CsvSource({
        "ECHOE, abc<DEL>d<NL>, abd<NL>, abc^?d<CRLF>",
        "ECHOK, abc<U>d<NL>, d<NL>, abc^Ud<CRLF>",
        "ECHOKE, abc<U>d<NL>, d<NL>, abc^U<CRLF>d<CRLF>",
        "ECHO, ab<DEL>c<NL>, ac<NL>, ''",
        "ISIG, a<C><NL>, a<C><NL>, a^C<CRLF>",
        "IEXTEN, ab<W><NL>, ab\027<NL>, ab^W<CRLF>",
        "ICANON, ab<DEL><NL>c, ab<DEL><NL>c, ab^?^Jc"
    })
    void withoutLocalFlag(String flag, String typed, String read, String echo) {
        int bit = switch (flag) {
            case "ECHOE" -> Termios.ECHOE;
            case "ECHOK" -> Termios.ECHOK;
            case "ECHOKE" -> Termios.ECHOKE;
            case "ECHO" -> Termios.ECHO;
            case "ISIG" -> Termios.ISIG;
            case "IEXTEN" -> Termios.IEXTEN;
            default -> Termios.ICANON;
        };
        Termios t = Termios.initial();
        check(new Termios(t.iflag(), t.oflag(), t.cflag(), t.lflag() & ~bit, 0, t.cc(), 0, 0), typed, read, echo);
    }

    @ParameterizedTest
    @CsvSource({"3000, 3001", "4094, 4095", "4095, 4096", "9000, 4096"})
    void aLongLineLosesItsEndButNotTheNewline(int typed, int read) {
        Bench bench = new Bench();
        bench.type("x".repeat(typed));
        bench.type("\n");
        byte[] line = new byte[8192];
        assertEquals(read, bench.discipline.read(ByteBuffer.wrap(line)));
        assertEquals('\n', line[read - 1]);
    }

    @ParameterizedTest
    @CsvSource({"3, 2", "034, 3", "032, 20"})
    void controlCharactersSignal(String octal, int signo) {
        Bench bench = new Bench();
        bench.type("lost" + (char) Integer.parseInt(octal, 8));
        assertEquals(List.of(signo), bench.signals);
        assertEquals("", bench.read());
    }
}

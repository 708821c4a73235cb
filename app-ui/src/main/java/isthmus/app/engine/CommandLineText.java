package isthmus.app.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import isthmus.core.files.HostNames;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Options as the command line that says the same. */
final class CommandLineText {
    private static final String PLAIN = "%+,-./:=@_";

    private CommandLineText() {}

    /** What differs from the defaults, and the program; bytes, one char each. */
    static List<String> arguments(RunOptions options) {
        List<String> words = new ArrayList<>(List.of("run"));
        if (!options.rootfs().equals(Path.of("/").toAbsolutePath())) {
            add(words, "--rootfs", HostNames.bytes(options.rootfs()));
        }
        options.environment().forEach((name, value) -> add(words, "--env", name + "=" + value));
        if (!options.workdir().equals("/")) {
            add(words, "--workdir", options.workdir());
        }
        if (!options.user().equals(UserIds.ROOT)) {
            add(words, "--user", options.user().text());
        }
        if (!options.hostname().equals(HostName.DEFAULT)) {
            add(words, "--hostname", options.hostname());
        }
        options.volumes().forEach(volume -> add(words, "--volume", volume.text()));
        options.memory().ifPresent(bytes -> add(words, "--memory", ByteSize.text(bytes)));
        switch (options.terminal()) {
            case TERMINAL -> words.add("--tty");
            case STREAMS -> words.add("--no-tty");
            case AUTO -> {}
        }
        trace(words, options.trace());
        words.add("--");
        words.addAll(options.command());
        return words;
    }

    private static void trace(List<String> words, Trace trace) {
        if (trace.calls()) {
            words.add(
                    trace.file().map(file -> "--trace=" + HostNames.bytes(file)).orElse("--trace"));
        }
        if (trace.summary()) {
            words.add("--trace-summary");
        }
    }

    private static void add(List<String> words, String option, String value) {
        words.add(option + "=" + value); // attached, so that a value may begin with a hyphen
    }

    /**
     * Words as a POSIX shell reads them. Bytes that are UTF-8 become text; a byte that is not, or that would act on a
     * terminal when pasted, is written as a call of printf(1).
     */
    static String forPosixShell(List<String> words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(line.isEmpty() ? "" : " ");
            quote(line, word);
        }
        return line.toString();
    }

    private static void quote(StringBuilder line, String word) {
        if (!word.isEmpty() && word.chars().allMatch(CommandLineText::isPlain)) {
            line.append(word);
            return;
        }
        line.append('\'');
        ByteBuffer bytes = ByteBuffer.wrap(word.getBytes(ISO_8859_1));
        CharsetDecoder decoder = UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(word.length() + 1);
        while (true) {
            CoderResult result = decoder.decode(bytes, text, true);
            text.flip().chars().forEach(c -> character(line, (char) c));
            text.clear();
            if (!result.isError()) {
                break;
            }
            for (int i = 0; i < result.length(); i++) {
                octal(line, bytes.get() & 0xff);
            }
            decoder.reset();
        }
        line.append('\'');
    }

    private static boolean isPlain(int c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || PLAIN.indexOf(c) >= 0;
    }

    private static void character(StringBuilder line, char c) {
        if (c == '\'') {
            line.append("'\\''");
        } else if (c < 0x20 && c != '\n' || c == 0x7f) {
            octal(line, c);
        } else if (c >= 0x80 && c < 0xa0) { // C1 controls: two bytes in UTF-8
            octal(line, 0xc2);
            octal(line, c);
        } else {
            line.append(c);
        }
    }

    /** Leaves the quotes for a printf(1), whose output is one byte. */
    private static void octal(StringBuilder line, int value) {
        line.append(String.format(Locale.ROOT, "'\"$(printf '\\%03o')\"'", value));
    }
}

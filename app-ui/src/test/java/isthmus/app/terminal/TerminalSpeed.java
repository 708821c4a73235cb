package isthmus.app.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Not a test: how many megabytes a second a terminal of 200×60 understands. Arguments: files whose bytes are fed. */
final class TerminalSpeed {
    private static final int LEAST = 50_000_000;
    private static final int CHUNK = 1 << 16;
    private static final int ROUNDS = 4;

    private TerminalSpeed() {}

    public static void main(String[] files) throws IOException {
        for (String file : files) {
            byte[] once = Files.readAllBytes(Path.of(file));
            int copies = Math.max(1, (LEAST + once.length - 1) / once.length);
            byte[] all = new byte[copies * once.length];
            for (int i = 0; i < copies; i++) {
                System.arraycopy(once, 0, all, i * once.length, once.length);
            }
            double[] rates = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                Terminal terminal = new Terminal(200, 60, 10_000, answer -> {});
                long start = System.nanoTime();
                for (int at = 0; at < all.length; at += CHUNK) {
                    terminal.feed(all, at, Math.min(all.length, at + CHUNK));
                }
                rates[round] = all.length * 1e3 / (System.nanoTime() - start);
            }
            System.out.printf("%-40s %s MB/s%n", Path.of(file).getFileName(), format(rates));
        }
    }

    private static String format(double[] rates) {
        Arrays.sort(rates);
        return String.format(
                Locale.ROOT, "%.0f (%.0f to %.0f)", rates[rates.length / 2], rates[0], rates[rates.length - 1]);
    }
}

package isthmus.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a measurement found, as rows of the table of {@code bench/window}. Measurements are test classes named {@code *Bench},
 * which no build runs but {@code bench/window}; they assert what must work, and print how fast it was.
 */
public final class Report {
    /** A system property, the file to which rows are added; without it they are only printed. */
    private static final String FILE = "isthmus.bench.report";

    private Report() {}

    /** @param bound what is asked for, such as {@code ≤ 33 ms}; empty if nothing is */
    public static void row(String what, String measured, String bound) {
        String row = "| " + what + " | " + measured + " | " + bound + " |";
        System.out.println(row);
        String file = System.getProperty(FILE);
        if (file != null) {
            try {
                Files.writeString(
                        Path.of(file),
                        row + System.lineSeparator(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

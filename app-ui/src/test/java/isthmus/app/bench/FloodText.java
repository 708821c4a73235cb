package isthmus.app.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Much coloured text, for a program that writes as fast as it can. */
public final class FloodText {
    private static final int BLOCK = 100_000;

    private FloodText() {}

    /** A new temporary file of so many bytes or a few more. */
    public static Path file(int size) throws IOException {
        StringBuilder block = new StringBuilder();
        for (int i = 0; block.length() < BLOCK; i++) {
            block.append("\033[")
                    .append(31 + i % 7)
                    .append('m')
                    .append("some words that are ")
                    .append(i);
            block.append(i % 6 == 5 ? "\033[0m\n" : " ");
        }
        byte[] bytes = block.toString().getBytes(StandardCharsets.US_ASCII);
        Path file = Files.createTempFile("isthmus-flood", ".txt");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int written = 0; written < size; written += bytes.length) {
                out.write(bytes);
            }
        }
        return file;
    }
}

package isthmus.app.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What the C programs do natively, for tests on a host that cannot run them: a folder with {@code programs/NAME}, the
 * compiled ones, and {@code expected/NAME}, a line with the exit status and then the output. {@link ConformanceIT} leaves
 * what it sees here, so that in {@code ./check} they run natively once.
 */
final class NativeRecord {
    private static final int SECONDS = 40;

    static final Path FOLDER = Machines.top().resolve("app-ui/target/conformance");

    private final Path folder;

    NativeRecord(Path folder) {
        this.folder = folder;
    }

    /** Makes the record. What is there and newer than its program stays. */
    public static void main(String[] none) throws IOException, InterruptedException {
        NativeRecord record = new NativeRecord(FOLDER);
        Path directories = Files.createTempDirectory("isthmus-record");
        Machines machines = new Machines(-1);
        for (CProgram program : CProgram.all(Machines.top().resolve("shim-linux/src/test/c"))) {
            Path binary = program.compile(record.folder.resolve("programs"));
            Path expected = record.folder.resolve("expected").resolve(program.name());
            if (!Files.exists(expected)
                    || Files.getLastModifiedTime(expected).compareTo(Files.getLastModifiedTime(binary)) < 0) {
                record.write(
                        expected,
                        machines.natively(Machines.freshDirectory(directories), List.of(binary.toString()), SECONDS));
            }
        }
        Outcome.of(new ProcessBuilder("rm", "-rf", directories.toString()), 60);
    }

    /** Keeps what a program, compiled elsewhere, did. */
    void keep(CProgram program, Path binary, Outcome outcome) throws IOException {
        Path kept = folder.resolve("programs").resolve(program.name());
        Files.createDirectories(kept.getParent());
        Files.copy(binary, kept, StandardCopyOption.REPLACE_EXISTING);
        write(folder.resolve("expected").resolve(program.name()), outcome);
    }

    private void write(Path expected, Outcome outcome) throws IOException {
        Files.createDirectories(expected.getParent());
        Files.writeString(expected, outcome.status() + "\n" + outcome.output(), StandardCharsets.ISO_8859_1);
    }

    /** What a program did; standard error is not recorded. */
    Outcome of(String program) throws IOException {
        String text = Files.readString(folder.resolve("expected").resolve(program), StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        return new Outcome(Integer.parseInt(text.substring(0, end)), text.substring(end + 1), "");
    }
}

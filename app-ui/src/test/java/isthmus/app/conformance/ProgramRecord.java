package isthmus.app.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the scripts of {@code programs} and the modules of Python's suite do natively, for tests on a host that cannot run
 * them: a folder with {@code expected/NAME}. Those in {@code base} ran in a chroot into the Debian of {@link DebianRoot},
 * the others on this host; all as root, in {@link DebianIT#WORK}.
 */
final class ProgramRecord {
    private static final int SECONDS = 900;

    /** What ran natively: its name, its file, and its command where it runs in Isthmus. */
    record Program(String name, Path file, List<String> command) {
        boolean isBase() {
            return name.startsWith("base/");
        }

        boolean isPython() {
            return name.startsWith("python/");
        }

        /** The same, from its place in the checkout of another host. */
        static Program script(Path file, boolean base) throws IOException {
            String text = Files.readString(file, ISO_8859_1);
            String name = file.getFileName().toString();
            List<String> command = List.of(
                    "/bin/sh",
                    "-c",
                    base
                            ? ProgramsIT.inFolder(DebianIT.WORK, text)
                            : "mkdir -p " + DebianIT.WORK + "; cd " + DebianIT.WORK + "\n" + text);
            return new Program(base ? "base/" + name : name, file, command);
        }
    }

    private final Path folder;

    ProgramRecord(Path folder) {
        this.folder = folder;
    }

    /** Every script, and every module of Python's suite as {@code python/NAME}, whose name matches a pattern. */
    static List<Program> programs(String only, Exclusions ofPython) throws IOException {
        List<Program> programs = new ArrayList<>();
        for (boolean base : new boolean[] {true, false}) {
            try (Stream<Path> scripts = ProgramsIT.scripts(base ? "base" : "")) {
                for (Path script : scripts.toList()) {
                    programs.add(Program.script(script, base));
                }
            }
        }
        Path suite = PythonSuiteIT.folder().resolve("suite.py");
        String text = Files.readString(suite, ISO_8859_1);
        for (PythonSuiteIT.Module module : PythonSuiteIT.modules()) {
            programs.add(new Program(
                    "python/" + module.name(), suite, PythonVerdicts.command(text, module.name(), ofPython.leftOut())));
        }
        programs.removeIf(program -> !program.name().matches(only));
        return programs;
    }

    static Exclusions exclusionsOfPython() throws IOException {
        return new Exclusions(PythonSuiteIT.folder().resolve("exclusions.txt"), "windows");
    }

    /** Makes the record in a folder of what matches a pattern. What is there and newer than its script stays. */
    public static void main(String[] words) throws IOException, InterruptedException {
        ProgramRecord record = new ProgramRecord(Path.of(words[0]));
        DebianRoot.tar();
        for (Program program : programs(words[1], exclusionsOfPython())) {
            Path expected = record.expected(program);
            Path seconds = Path.of(expected + ".seconds");
            if (!Files.exists(seconds)
                    || Files.getLastModifiedTime(expected).compareTo(Files.getLastModifiedTime(program.file())) < 0) {
                long start = System.nanoTime();
                record.write(expected, natively(program));
                Files.writeString(seconds, (System.nanoTime() - start) / 1e9 + "");
            }
        }
    }

    private static Outcome natively(Program program) throws IOException, InterruptedException {
        if (program.isBase()) {
            return DebianIT.inChroot(0, Files.readString(program.file()));
        }
        // An empty /tmp that only it sees, so that it can work where it does in Isthmus, and leaves nothing.
        // Signals as in Isthmus, whoever started this: a shell's job in the background ignores SIGINT.
        List<String> words =
                new ArrayList<>(List.of("env", "-i", "--default-signal", "PATH=" + DebianIT.PATH, "HOME=/"));
        words.addAll(List.of("unshare", "--mount", "sh", "-c"));
        words.add("ulimit -Sn 1024; mount -t tmpfs none /tmp && mkdir " + DebianIT.WORK + " && cd " + DebianIT.WORK
                + " && exec \"$@\"");
        words.add("sh");
        words.addAll(program.command());
        return Outcome.of(new ProcessBuilder(words), SECONDS);
    }

    private Path expected(Program program) {
        return folder.resolve("expected").resolve(program.name());
    }

    private void write(Path expected, Outcome outcome) throws IOException {
        Files.createDirectories(expected.getParent());
        Files.writeString(expected, outcome.status() + "\n" + outcome.output(), ISO_8859_1);
        Files.writeString(Path.of(expected + ".err"), outcome.error(), ISO_8859_1);
    }

    /** How long it took natively. */
    double seconds(Program program) throws IOException {
        return Double.parseDouble(Files.readString(Path.of(expected(program) + ".seconds")));
    }

    Outcome of(Program program) throws IOException {
        String text = Files.readString(expected(program), ISO_8859_1);
        int end = text.indexOf('\n');
        return new Outcome(
                Integer.parseInt(text.substring(0, end)),
                text.substring(end + 1),
                Files.readString(Path.of(expected(program) + ".err"), ISO_8859_1));
    }
}

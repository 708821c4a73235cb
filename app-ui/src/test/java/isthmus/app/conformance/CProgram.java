package isthmus.app.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small C program with one subject.
 *
 * @param name topic and file name: {@code pipe/atomic_writes}
 * @param source the file
 */
record CProgram(String name, Path source) {
    private static final String FLAGS = "// cflags: ", COMPILER = "// cc: ";

    /** Every program below a folder, by name. */
    static List<CProgram> all(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(file -> file.toString().endsWith(".c"))
                    .map(file -> new CProgram(folder.relativize(file).toString().replaceAll("\\.c$", ""), file))
                    .sorted((a, b) -> a.name.compareTo(b.name))
                    .toList();
        }
    }

    String topic() {
        return name.substring(0, name.indexOf('/'));
    }

    /** Compiles it below {@code target} unless that was done since the source, or a header beside or above it, changed. */
    Path compile(Path target) throws IOException, InterruptedException {
        Path program = target.resolve(name);
        if (isNewerThanSources(program)) {
            return program;
        }
        Files.createDirectories(program.getParent());
        List<String> command = new ArrayList<>();
        List<String> flags = new ArrayList<>();
        command.add("gcc");
        try (Stream<String> lines = Files.lines(source)) {
            lines.limit(3).forEach(line -> {
                if (line.startsWith(COMPILER)) {
                    command.set(0, line.substring(COMPILER.length()).strip());
                } else if (line.startsWith(FLAGS)) {
                    flags.addAll(List.of(line.substring(FLAGS.length()).strip().split(" +")));
                }
            });
        }
        Path made =
                Files.createTempFile(program.getParent(), null, null); // somebody else may be at it, or run it already
        command.addAll(List.of("-O1", "-g", "-pthread", "-o", made.toString(), source.toString()));
        command.addAll(flags);
        Outcome outcome = Outcome.of(new ProcessBuilder(command), 60);
        if (outcome.status() != 0) {
            Files.delete(made);
            throw new IOException(name + " does not compile:\n" + outcome.error());
        }
        Files.setPosixFilePermissions(program.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Files.move(made, program, StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean isNewerThanSources(Path program) throws IOException {
        try (Stream<Path> beside = Files.list(source.getParent());
                Stream<Path> above = Files.list(source.getParent().getParent())) {
            List<Path> sources = Stream.concat(beside, above)
                    .filter(file -> file.equals(source) || file.toString().endsWith(".h"))
                    .toList();
            for (Path file : sources) {
                if (!isNewer(program, file)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static boolean isNewer(Path program, Path source) throws IOException {
        return Files.exists(program)
                && Files.getLastModifiedTime(program).compareTo(Files.getLastModifiedTime(source)) > 0;
    }
}

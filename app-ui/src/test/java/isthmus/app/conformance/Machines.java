package isthmus.app.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The two ways to run a program: on the host, and in Isthmus with the host's files; as this user or as another. */
final class Machines {
    /** {@code nobody} and {@code nogroup} on Debian. */
    static final int NOBODY = 65534;

    private final Path isthmus;
    private final int uid;
    /** A copy of the product that everybody may read, since a checkout may lie where others may not go; else null. */
    private final Path copy;
    /** Options for the JVM that runs Isthmus; may be empty. */
    private String javaOptions = "";

    /** @param uid who runs everything: -1 for the user who runs the tests */
    Machines(int uid) throws IOException {
        this.copy = uid < 0 ? null : publicCopy();
        this.isthmus = copy != null
                ? copy.resolve("isthmus")
                : Path.of(System.getProperty(
                        "isthmus.command", top().resolve("isthmus").toString()));
        this.uid = uid;
    }

    /** The folder of the checkout. */
    static Path top() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("isthmus.cmd"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** Runs everything as the user who runs the tests. */
    static Machines ofThisUser() {
        try {
            return new Machines(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean areOfThisUser() {
        return uid < 0;
    }

    private static Path publicCopy() throws IOException {
        Path copy = Files.createTempDirectory("isthmus-product");
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String part : List.of("isthmus", ".ci", "app-ui/src/main/dist")) {
            copyTree(top().resolve(part), copy.resolve(part));
        }
        for (String part : List.of("lib", "native")) {
            copyTree(
                    top().resolve("app-ui/target/dist").resolve(part),
                    copy.resolve("dist").resolve(part));
        }
        return copy;
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        for (Path above = to.getParent();
                !above.equals(above.getRoot()) && above.toString().contains("isthmus-product");
                above = above.getParent()) {
            Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path made = Files.copy(
                        file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    /** The same with options for the JVM that runs Isthmus. */
    Machines withJavaOptions(String options) {
        javaOptions = options;
        return this;
    }

    /** A fresh empty directory that everybody may use, below {@code parent}. */
    static Path freshDirectory(Path parent) throws IOException {
        return Files.setPosixFilePermissions(
                Files.createTempDirectory(parent, "cwd"), PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    Outcome natively(Path directory, List<String> command, int seconds) throws IOException, InterruptedException {
        return Outcome.of(onHost(directory, command), seconds);
    }

    /** The command as it runs on the host. */
    ProcessBuilder onHost(Path directory, List<String> command) throws IOException, InterruptedException {
        if (uid >= 0) {
            Outcome.of(new ProcessBuilder("chown", uid + ":" + uid, directory.toString()), 10);
        }
        List<String> words = asUser();
        // The JVM has raised its own limit of open files, which a program would inherit.
        words.addAll(List.of("/bin/sh", "-c", "ulimit -Sn 1024; exec \"$0\" \"$@\""));
        words.addAll(command);
        return new ProcessBuilder(words).directory(directory.toFile());
    }

    /** Runs it with the host's root directory as root file system. */
    Outcome inIsthmus(Path directory, List<String> command, int seconds) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("--rootfs", "/", "--workdir", directory.toString()));
        if (uid >= 0) {
            Outcome.of(new ProcessBuilder("chown", uid + ":" + uid, directory.toString()), 10);
            words.addAll(List.of("--user", uid + ":" + uid));
        } else {
            Path self = Path.of("/proc/self");
            words.addAll(List.of(
                    "--user", Files.getAttribute(self, "unix:uid") + ":" + Files.getAttribute(self, "unix:gid")));
        }
        words.add("--");
        words.addAll(command);
        return Outcome.of(isthmus(words.toArray(String[]::new)), seconds);
    }

    /** {@code isthmus run} with these words. */
    ProcessBuilder isthmus(String... words) {
        List<String> command = asUser();
        command.add(isthmus.toString());
        command.add("run");
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        if (!javaOptions.isEmpty()) {
            builder.environment().put("ISTHMUS_JAVA_OPTS", javaOptions);
        }
        if (copy != null) {
            builder.environment().put("ISTHMUS_DIST", copy.resolve("dist").toString());
        }
        return builder;
    }

    /** How a command begins: with signals as they are in a terminal, whoever started the tests, and as the user. */
    private List<String> asUser() {
        List<String> words = new ArrayList<>(List.of("env", "--default-signal"));
        if (uid >= 0) {
            words.addAll(List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups"));
        }
        return words;
    }
}

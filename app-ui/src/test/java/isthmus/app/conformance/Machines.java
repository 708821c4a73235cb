package isthmus.app.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The two ways to run a program: on the host, and in Isthmus with the host's files; as this user or as another. */
final class Machines {
    /** {@code nobody} and {@code nogroup} on Debian. */
    static final int NOBODY = 65534;

    private final Path isthmus;
    private final int uid;

    /** @param uid who runs everything: -1 for the user who runs the tests */
    Machines(int uid) {
        this.isthmus = Path.of(
                System.getProperty("isthmus.command", top().resolve("isthmus").toString()));
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

    /** A fresh empty directory that everybody may use, below {@code parent}. */
    static Path freshDirectory(Path parent) throws IOException {
        return Files.setPosixFilePermissions(
                Files.createTempDirectory(parent, "cwd"), PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    Outcome natively(Path directory, List<String> command, int seconds) throws IOException, InterruptedException {
        List<String> words = asUser();
        words.addAll(command);
        return Outcome.of(new ProcessBuilder(words).directory(directory.toFile()), seconds);
    }

    /** Runs it with the host's root directory as root file system. */
    Outcome inIsthmus(Path directory, List<String> command, int seconds) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("--rootfs", "/", "--workdir", directory.toString()));
        if (uid >= 0) {
            words.addAll(List.of("--user", uid + ":" + uid));
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
        return new ProcessBuilder(command);
    }

    private List<String> asUser() {
        List<String> words = new ArrayList<>();
        if (uid >= 0) {
            words.addAll(List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups"));
        }
        return words;
    }
}

package isthmus.app.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Debian 12 as debootstrap makes it, as a tar file and unpacked. Made once for a checkout, by root, from the packages
 * that this machine's apt is set up for; kept in {@code app-ui/target/debian}.
 */
public final class DebianRoot {
    /** Not in a minimal system, but named by the tests. */
    private static final String MORE_PACKAGES = "vim,xz-utils";

    private static final Path FOLDER = Machines.top().resolve("app-ui/target/debian");
    /** How a user would pack it, and the tar file's suffix. */
    private static final Map<String, List<String>> COMPRESSORS = Map.of(
            "gz", List.of("gzip", "-1"),
            "xz", List.of("xz", "-0", "-T2"),
            "zst", List.of("zstd", "-q"));

    private DebianRoot() {}

    /** Makes the plain tar file if there is none, for tests elsewhere. */
    public static void main(String[] none) throws IOException, InterruptedException {
        tar();
    }

    /** The plain tar file. Skips the test if there is none and this user may not make one. */
    public static synchronized Path tar() throws IOException, InterruptedException {
        Path tar = FOLDER.resolve("debian.tar");
        if (!Files.exists(tar)) {
            assumeTrue(isRoot(), "only root can make " + tar + "; run the tests once as root");
            make(tar);
        }
        return tar;
    }

    /**
     * The tar file compressed.
     *
     * @param suffix gz, xz or zst
     */
    static synchronized Path tar(String suffix) throws IOException, InterruptedException {
        Path tar = tar();
        Path made = FOLDER.resolve("debian.tar." + suffix);
        if (!Files.exists(made)) {
            Path partial = FOLDER.resolve("partial." + suffix);
            run(ProcessBuilder.Redirect.to(partial.toFile()), tar, COMPRESSORS.get(suffix));
            Files.move(partial, made, StandardCopyOption.ATOMIC_MOVE);
        }
        return made;
    }

    /** What is in the tar file, unpacked by root for {@code chroot}. */
    static Path tree() {
        return FOLDER.resolve("tree");
    }

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static void make(Path tar) throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        Path work = FOLDER.resolve("work");
        for (Path old : List.of(work, tree())) {
            run("rm", "-rf", "--one-file-system", old.toString());
        }
        run(
                "debootstrap",
                "--variant=minbase",
                "--include=" + MORE_PACKAGES,
                "bookworm",
                work.toString(),
                mirror(work.resolveSibling("packages")));
        // Times in a tar file are whole seconds, so the tree to compare with is what comes out of it.
        Path partial = FOLDER.resolve("partial");
        run("tar", "cf", partial.toString(), "--numeric-owner", "-C", work.toString(), ".");
        Files.createDirectory(tree());
        run("tar", "xpf", partial.toString(), "--numeric-owner", "-C", tree().toString());
        run("rm", "-rf", "--one-file-system", work.toString());
        Files.move(partial, tar, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Where this machine has its Debian packages from. */
    private static String mirror(Path list) throws IOException, InterruptedException {
        List<String> question =
                List.of("apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages", "Codename: bookworm");
        run(ProcessBuilder.Redirect.to(list.toFile()), Path.of("/dev/null"), question);
        List<String> mirrors = Files.readAllLines(list, ISO_8859_1);
        assertFalse(mirrors.isEmpty(), "apt knows no mirror of Debian 12; name one in /etc/apt, then apt-get update");
        return mirrors.getFirst();
    }

    private static void run(String... words) throws IOException, InterruptedException {
        run(ProcessBuilder.Redirect.DISCARD, Path.of("/dev/null"), List.of(words));
    }

    private static void run(ProcessBuilder.Redirect output, Path input, List<String> words)
            throws IOException, InterruptedException {
        Path errors = Files.createTempFile("isthmus-debian", ".err");
        List<String> command = new ArrayList<>(List.of("timeout", "900"));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectOutput(output)
                .redirectError(errors.toFile());
        builder.environment().put("LC_ALL", "C");
        int status = builder.start().waitFor();
        assertEquals(0, status, () -> String.join(" ", words) + " failed");
        Files.delete(errors);
    }
}

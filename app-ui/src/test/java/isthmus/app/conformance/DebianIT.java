package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A tar file of Debian as root file system: programs print and make what they print and make in a chroot into the same
 * files. Only root can chroot, so root's tests speak for the ordinary user too.
 */
class DebianIT {
    private static final int SECONDS = 180;
    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    /** Where a script works, in the guest's and in the chroot's root. */
    static final String WORK = "/tmp/work";

    private static Path folder;

    @BeforeAll
    static void linkTheArchives() throws IOException, InterruptedException {
        DebianRoot.tar();
        folder = Files.createTempDirectory("isthmus-debian");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterAll
    static void removeTheLinks() throws IOException, InterruptedException {
        if (folder != null) {
            Outcome.of(new ProcessBuilder("rm", "-rf", folder.toString()), 60);
        }
    }

    /** A name of the archive that every user can reach, wherever the checkout lies. */
    private static synchronized Path reachable(Path tar) throws IOException, InterruptedException {
        Path link = folder.resolve(tar.getFileName());
        if (!Files.exists(link)) {
            Outcome linked = Outcome.of(new ProcessBuilder("ln", tar.toString(), link.toString()), 60);
            if (linked.status() != 0) {
                Files.copy(tar, link);
            }
        }
        return link;
    }

    @TestFactory
    Stream<DynamicTest> asRoot() throws IOException {
        return tests(new Machines(-1), 0);
    }

    @TestFactory
    Stream<DynamicTest> asAnOrdinaryUser() throws IOException {
        return tests(new Machines(Machines.NOBODY), Machines.NOBODY);
    }

    private static Stream<DynamicTest> tests(Machines machines, int user) throws IOException {
        assumeTrue(DebianRoot.isRoot(), "only root can chroot, to see what is right");
        return ProgramsIT.scripts("base")
                .map(script -> DynamicTest.dynamicTest(
                        script.getFileName().toString(), () -> compare(machines, user, Files.readString(script))));
    }

    private static void compare(Machines machines, int user, String script) throws IOException, InterruptedException {
        Outcome isthmus = inIsthmus(machines, DebianRoot.tar(), user, script);
        Outcome host = inChroot(user, script);
        isthmus.assertIsAs(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "xz", "zst"})
    void compressed(String suffix) throws IOException, InterruptedException {
        assumeTrue(DebianRoot.isRoot(), "only root can chroot, to see what is right");
        String script = Files.readString(ProgramsIT.scripts("base")
                .filter(file -> file.endsWith("listing.sh"))
                .findFirst()
                .orElseThrow());
        Outcome isthmus = inIsthmus(Machines.ofThisUser(), DebianRoot.tar(suffix), 0, script);
        Outcome host = inChroot(0, script);
        isthmus.assertIsAs(host);
    }

    @Test
    void isthmusNamesItself() throws IOException, InterruptedException {
        Outcome outcome = Outcome.of(
                Machines.ofThisUser().isthmus("--rootfs", DebianRoot.tar().toString(), "--", "uname", "-a"), SECONDS);
        assertTrue(
                outcome.output().matches("Linux isthmus \\d+\\.\\d+\\.\\d+\\S* #1 .*Isthmus x86_64 GNU/Linux\n"),
                outcome::toString);
        assertEquals(0, outcome.status());
    }

    private static Outcome inIsthmus(Machines machines, Path tar, int user, String script)
            throws IOException, InterruptedException {
        return Outcome.of(
                machines.isthmus(
                        "--rootfs",
                        reachable(tar).toString(),
                        "--user",
                        user + ":" + user,
                        "--env",
                        "PATH=" + PATH,
                        "--env",
                        "HOME=/",
                        "--",
                        "/bin/sh",
                        "-c",
                        ProgramsIT.inFolder(WORK, script)),
                SECONDS);
    }

    static Outcome inChroot(int user, String script) throws IOException, InterruptedException {
        Path work = DebianRoot.tree().resolve(WORK.substring(1));
        Outcome.of(new ProcessBuilder("rm", "-rf", work.toString()), 60);
        List<String> words = new ArrayList<>(List.of("env", "-i", "PATH=" + PATH, "HOME=/"));
        // A mount name space of its own, so that nothing stays mounted; the JVM has raised its limit of open files.
        words.addAll(List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "ulimit -Sn 1024; mount -t proc proc \"$0/proc\"; exec chroot \"$@\""));
        words.addAll(List.of(
                DebianRoot.tree().toString(),
                "--userspec=" + user + ":" + user,
                "--groups=" + user,
                DebianRoot.tree().toString(),
                "/bin/sh",
                "-c",
                ProgramsIT.inFolder(WORK, script)));
        try {
            return Outcome.of(new ProcessBuilder(words), SECONDS);
        } finally {
            Outcome.of(new ProcessBuilder("rm", "-rf", work.toString()), 60);
        }
    }
}

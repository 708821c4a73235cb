package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of the host a guest can see and change. */
class SharingIT {
    private static final Machines MACHINES = Machines.ofThisUser();
    private Path top;
    private Path shared;

    @BeforeEach
    void makeFolders() throws IOException {
        top = Files.createTempDirectory("isthmus-sharing");
        shared = Files.createDirectory(top.resolve("shared"));
        Files.writeString(top.resolve("secret"), "secret");
        Files.writeString(shared.resolve("file"), "from the host\n");
        Files.createSymbolicLink(shared.resolve("up"), Path.of("../secret"));
        Files.createSymbolicLink(shared.resolve("away"), top.resolve("secret"));
    }

    @AfterEach
    void removeFolders() throws IOException {
        try (var files = Files.walk(top)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    private Outcome run(String volume, String script) throws IOException, InterruptedException {
        return Outcome.of(MACHINES.isthmus("--rootfs", "/", "--volume", volume, "--", "/bin/sh", "-c", script), 60);
    }

    @Test
    void filesOfTheGuestNeverAppearOnTheHost() throws IOException, InterruptedException {
        Path file = top.resolve("made-in-the-guest");
        Outcome outcome = Outcome.of(
                MACHINES.isthmus(
                        "--rootfs",
                        "/",
                        "--",
                        "/bin/sh",
                        "-c",
                        "echo x > " + file + "; cat " + file + "; rm " + top + "/secret; ls " + top),
                60);
        assertEquals(new Outcome(0, "x\nmade-in-the-guest\nshared\n", ""), outcome);
        assertFalse(Files.exists(file));
        assertTrue(Files.exists(top.resolve("secret")));
    }

    @Test
    void aSharedFolderIsWrittenThrough() throws IOException, InterruptedException {
        Outcome outcome = run(
                shared + ":/mnt/shared",
                "cat /mnt/shared/file; echo from the guest > /mnt/shared/new; mkdir /mnt/shared/d");
        assertEquals(new Outcome(0, "from the host\n", ""), outcome);
        assertEquals("from the guest\n", Files.readString(shared.resolve("new")));
        assertTrue(Files.isDirectory(shared.resolve("d")));
    }

    @Test
    void aReadOnlyFolderRefusesWrites() throws IOException, InterruptedException {
        Outcome outcome = run(
                shared + ":/mnt/shared:ro",
                "cd /mnt/shared; touch new 2>&1; echo x 2>&1 > file; rm -f file 2>&1; mv file g 2>&1; chmod 0 file 2>&1; ln file h 2>&1; ls");
        assertEquals(
                "away\nfile\nup\n", outcome.output().replaceAll("(?m)^.*Read-only file system\n", ""), outcome::error);
        assertEquals("from the host\n", Files.readString(shared.resolve("file")));
    }

    @Test
    void noLinkLeadsOut() throws IOException, InterruptedException {
        // Links are followed in the guest's own name space, where nothing lies beside the folder.
        Outcome outcome = Outcome.of(
                MACHINES.isthmus(
                        "--rootfs",
                        emptyRoot(),
                        "--volume",
                        shared + ":/shared",
                        "--",
                        "/busybox",
                        "sh",
                        "-c",
                        "/busybox cat /shared/up /shared/away /shared/../../../../" + top
                                + "/secret; /busybox ln -s / /shared/root; "
                                + "/busybox ls /shared/root/; /busybox cat /shared/root" + top + "/secret"),
                60);
        assertFalse(outcome.output().contains("secret"), outcome::output);
        assertFalse(outcome.output().contains("etc"), outcome::output);
    }

    private String emptyRoot() throws IOException {
        Path root = Files.createDirectory(top.resolve("root"));
        Files.copy(Path.of("/bin/busybox"), root.resolve("busybox"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        return root.toString();
    }
}

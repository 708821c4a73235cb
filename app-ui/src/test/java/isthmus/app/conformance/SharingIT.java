package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of the host a guest can see and change. */
class SharingIT {
    private static final Machines MACHINES = Machines.ofThisUser();
    private static final int RACE_SECONDS = 8;

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

    @Test
    void neitherDotsNorLinksLeadOut() throws IOException, InterruptedException {
        Files.writeString(top.resolve("other"), "other");
        String script = """
                cd /shared; /busybox cat ../secret ../../secret d/../../secret /shared/../shared/../secret
                /busybox ln ../secret hard; /busybox ln /shared/away hard2; /busybox ln -s ../secret soft; /busybox cat soft hard2
                /busybox ln -P away hard3; /busybox cat hard3; /busybox mv file ../moved; /busybox ls /; /busybox cat /moved
                /busybox mkdir d; cd d; /busybox mv /shared/d /d; /busybox cat ../secret ../../secret
                /busybox touch ../beside; echo x > ../../above; echo x > /shared/soft; echo x > /shared/away; /busybox ls /shared
                """;
        Outcome outcome = Outcome.of(
                MACHINES.isthmus(
                        "--rootfs", emptyRoot(), "--volume", shared + ":/shared", "--", "/busybox", "sh", "-c", script),
                60);
        assertFalse(outcome.output().contains("secret"), outcome::output);
        assertEquals("secret", Files.readString(top.resolve("secret")));
        assertEquals(List.of("other", "root", "secret", "shared"), names(top));
        assertEquals(1, Files.getAttribute(top.resolve("secret"), "unix:nlink"));
    }

    /** The guest makes links in one process and goes through them in others, all on one volume. */
    @Test
    void noRaceLeadsOut() throws IOException, InterruptedException {
        race(List.of("--volume", shared + ":/a"), "/a", "/a");
    }

    /** Two places in the guest where one folder is shown. */
    @Test
    void noRaceBetweenTwoVolumesLeadsOut() throws IOException, InterruptedException {
        race(List.of("--volume", shared + ":/a", "--volume", shared + ":/b"), "/a", "/b");
    }

    private void race(List<String> volumes, String here, String there) throws IOException, InterruptedException {
        Race race = new Race();
        List<String> words = new ArrayList<>(volumes);
        words.addAll(List.of(
                "--",
                "/busybox",
                "sh",
                "-c",
                race.swap(here) + " & " + race.use(there) + " & " + race.use(there) + "; wait"));
        Outcome outcome = race.run(words);
        assertEquals(
                List.of("read often, escaped 0", "read often, escaped 0", "swapped often"),
                outcome.output().lines().sorted().toList(),
                outcome::error);
        race.checkOutside();
    }

    /** The guest of one run makes links, that of another goes through them. */
    @Test
    void noRaceBetweenTwoRunsLeadsOut() throws Exception {
        Race race = new Race();
        try (ExecutorService second = Executors.newSingleThreadExecutor()) {
            Future<Outcome> swaps = second.submit(
                    () -> race.run(List.of("--volume", shared + ":/a", "--", "/busybox", "sh", "-c", race.swap("/a"))));
            Outcome uses = race.run(List.of(
                    "--volume",
                    shared + ":/b",
                    "--",
                    "/busybox",
                    "sh",
                    "-c",
                    race.use("/b") + " & " + race.use("/b") + "; wait"));
            assertEquals(
                    List.of("read often, escaped 0", "read often, escaped 0"),
                    uses.output().lines().toList(),
                    uses::error);
            assertEquals("swapped often\n", swaps.get().output());
        }
        race.checkOutside();
    }

    /** A folder that leads out of the shared one from time to time, and what lies there. */
    private final class Race {
        private final Path outside = Files.createDirectory(top.resolve("outside"));
        private final String root = emptyRoot();
        private final Map<String, Object> before;

        Race() throws IOException, InterruptedException {
            Files.writeString(outside.resolve("secret"), "secret");
            Files.writeString(outside.resolve("only-outside"), "untouched");
            Path inside = Files.createDirectory(shared.resolve("d"));
            Files.writeString(inside.resolve("secret"), "inside");
            Files.writeString(shared.resolve("mine"), "mine");
            before = attributes();
            Outcome compiled = Outcome.of(
                    new ProcessBuilder(
                            "gcc",
                            "-O1",
                            "-static",
                            Machines.top().resolve("app-ui/src/test/c/race.c").toString(),
                            "-o",
                            root + "/race"),
                    60);
            assertEquals(0, compiled.status(), compiled::error);
        }

        private Map<String, Object> attributes() throws IOException {
            return Files.readAttributes(outside, "unix:lastModifiedTime,ctime,nlink,mode");
        }

        String swap(String folder) {
            return "/race swap " + folder + " " + outside + " " + RACE_SECONDS;
        }

        String use(String folder) {
            return "/race use " + folder + " " + RACE_SECONDS;
        }

        Outcome run(List<String> words) throws IOException, InterruptedException {
            List<String> all = new ArrayList<>(List.of("--rootfs", root));
            all.addAll(words);
            return Outcome.of(MACHINES.isthmus(all.toArray(String[]::new)), 60 + RACE_SECONDS);
        }

        void checkOutside() throws IOException {
            assertEquals(before, attributes());
            assertEquals("secret", Files.readString(outside.resolve("secret")));
            assertEquals("untouched", Files.readString(outside.resolve("only-outside")));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private String emptyRoot() throws IOException {
        Path root = Files.createDirectory(top.resolve("root"));
        Files.copy(Path.of("/bin/busybox"), root.resolve("busybox"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        return root.toString();
    }
}

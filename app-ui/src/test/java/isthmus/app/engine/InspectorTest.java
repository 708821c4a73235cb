package isthmus.app.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.engine.ProgramNames.Kind;
import isthmus.core.files.overlay.LowerLayer;
import isthmus.core.south.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorTest {
    private static final int SECONDS = 30;

    @TempDir
    Path folder;

    private final SharedArchives archives = new SharedArchives();
    private final Inspector inspector = new Inspector(archives);
    private Path tar;

    @BeforeEach
    void makeArchive() throws IOException {
        byte[] program = TestElf.program(null).bytes();
        TestTar root = new TestTar()
                .directory("usr/")
                .directory("usr/bin/")
                .file("usr/bin/bash", 0755, program)
                .file("usr/bin/basename", 0755, program)
                .file("usr/bin/base.txt", 0644, program)
                .link("usr/bin/based", "bash")
                .link("usr/bin/bastard", "nowhere")
                .link("bin", "usr/bin")
                .directory("usr/lib/")
                .file("usr/.hidden", 0644, program)
                .directory("opt/");
        tar = Files.write(folder.resolve("root.tar.gz"), root.gzip());
    }

    @AfterEach
    void close() {
        inspector.close();
        archives.close();
    }

    private List<String> complete(Kind kind, String typed) throws Exception {
        return complete(tar, kind, typed);
    }

    private List<String> complete(Path root, Kind kind, String typed) throws Exception {
        return inspector
                .complete(root, List.of(), kind, "/usr", "/none:/bin:/usr/bin", typed, 5)
                .get(SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void programsByName() throws Exception {
        assertEquals(List.of("based", "basename", "bash"), complete(Kind.PROGRAM, "bas"));
        assertEquals(List.of("bash"), complete(Kind.PROGRAM, "bash"));
        assertEquals(List.of(), complete(Kind.PROGRAM, "zz"));
        assertEquals(List.of("/bin/bash"), complete(Kind.PROGRAM, ""));
    }

    @Test
    void pathsOfEachKind() throws Exception {
        assertEquals(List.of("/bin/", "/opt/", "/usr/"), complete(Kind.PROGRAM, "/"));
        assertEquals(
                List.of("/usr/bin/based", "/usr/bin/basename", "/usr/bin/bash"), complete(Kind.PROGRAM, "/usr/bin/b"));
        assertEquals(List.of("bin/bash"), complete(Kind.PROGRAM, "bin/bash"));
        assertEquals(List.of("/usr/bin/", "/usr/lib/"), complete(Kind.DIRECTORY, "/usr/"));
        assertEquals(List.of("/usr/.hidden"), complete(Kind.FILE, "/usr/."));
        assertEquals(List.of("bin/", "lib/"), complete(Kind.DIRECTORY, ""));
        assertEquals(List.of(), complete(Kind.DIRECTORY, "/nowhere/x"));
    }

    @Test
    void aFolderIsSeenAsItIsNow() throws Exception {
        Path root = Files.createDirectories(folder.resolve("root/bin"));
        RunOptions options = RunOptions.of(root.getParent(), List.of("/bin/new"));
        assertInstanceOf(
                Verdict.NotFound.class,
                inspector.check(options, (done, total) -> {}).get(SECONDS, TimeUnit.SECONDS));
        TestElf.program(null).write(root.resolve("new"));
        Verdict verdict = null;
        for (int i = 0; i < 100 && !(verdict instanceof Verdict.Ready); i++) {
            Thread.sleep(100);
            verdict = inspector.check(options, (done, total) -> {}).get(SECONDS, TimeUnit.SECONDS);
        }
        assertInstanceOf(Verdict.Ready.class, verdict);
    }

    @Test
    void whatIsNoRootIsSaidSo() throws IOException {
        Path none = Files.writeString(folder.resolve("text"), "x");
        ExecutionException e = assertThrows(ExecutionException.class, () -> complete(none, Kind.FILE, "/"));
        assertTrue(
                assertInstanceOf(HostException.class, e.getCause()).getMessage().contains("is neither a directory"));
    }

    @Test
    void aClosedInspectorAnswersNothing() {
        inspector.close();
        assertThrows(CancellationException.class, () -> complete(Kind.FILE, "/"));
    }

    // --- archives that several use --------------------------------------------------------------------------------

    @Test
    void anArchiveIsUnpackedOnceForAll() throws IOException {
        AtomicInteger unpacked = new AtomicInteger();
        LowerLayer first = archives.open(tar, (done, total) -> unpacked.incrementAndGet());
        int once = unpacked.get();
        assertTrue(once > 0);
        LowerLayer second = archives.open(tar, (done, total) -> unpacked.incrementAndGet());
        first.close();
        first.close();
        assertEquals(
                "bash",
                second.root().lookup("usr").lookup("bin").lookup("based").readlink());
        second.close();
        archives.open(tar, (done, total) -> unpacked.incrementAndGet()).close();
        assertEquals(once, unpacked.get());
        Files.write(tar, new TestTar().directory("else/").gzip());
        try (LowerLayer other = archives.open(tar, (done, total) -> unpacked.incrementAndGet())) {
            assertTrue(unpacked.get() > once);
            assertEquals(1, other.root().list().size());
        }
    }

    @Test
    void whoGivesUpDoesNotHinderOthers() {
        assertThrows(
                IllegalStateException.class,
                () -> archives.open(tar, (done, total) -> {
                    throw new IllegalStateException("enough");
                }));
        try (LowerLayer base = archives.open(tar, (done, total) -> {})) {
            assertEquals(3, base.root().list().size());
        }
    }
}

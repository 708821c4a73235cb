package isthmus.app.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.engine.Verdict.Missing;
import isthmus.app.engine.Verdict.NotExecutable;
import isthmus.app.engine.Verdict.WrongFormat;
import isthmus.app.window.Strings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
    private static final String GLIBC = "/lib64/ld-linux-x86-64.so.2", MUSL = "/lib/ld-musl-x86_64.so.1";

    @TempDir
    Path root;

    private TestRoot testRoot;

    @BeforeEach
    void makeRoot() throws IOException {
        testRoot = new TestRoot(root);
        elf("/usr/lib64/ld-linux-x86-64.so.2", TestElf.library("ld-linux-x86-64.so.2"));
        testRoot.link("lib64", "usr/lib64");
        elf("/usr/lib64/libc.so.6", TestElf.library("libc.so.6", "ld-linux-x86-64.so.2"));
        elf("/usr/bin/list", TestElf.program(GLIBC, "libc.so.6"));
        testRoot.link("bin", "/usr/bin"); // in the guest; never write through it
    }

    private void elf(String path, TestElf elf) throws IOException {
        elf.write(root.resolve(path.substring(1)));
    }

    private void file(String path, String contents) throws IOException {
        TestElf.write(root.resolve(path.substring(1)), contents.getBytes(ISO_8859_1));
    }

    private Verdict check(String... command) {
        return check(RunOptions.of(root, List.of(command)));
    }

    private Verdict check(Map<String, String> environment, String... command) {
        RunOptions plain = RunOptions.of(root, List.of(command));
        return check(new RunOptions(
                root,
                environment,
                "/",
                UserIds.ROOT,
                "x",
                List.of(),
                OptionalLong.empty(),
                plain.terminal(),
                plain.trace(),
                plain.command()));
    }

    /** The verdict; its words must be there, with nothing left to fill in. */
    private Verdict check(RunOptions options) {
        Path rootfs = options.rootfs().equals(root) ? testRoot.path() : options.rootfs();
        try (RootFiles files = RootFiles.open(rootfs, options.volumes(), (done, total) -> {})) {
            Verdict verdict = Preflight.check(files, options);
            VerdictText text = VerdictText.of(verdict);
            for (VerdictText.Message message : Arrays.asList(text.what(), text.remedy())) {
                if (message != null) {
                    String shown = Strings.of(message.key(), message.arguments().toArray());
                    assertFalse(shown.matches("(?s).*\\{[0-9]\\}.*"), shown);
                }
            }
            return verdict;
        }
    }

    // --- what is ready --------------------------------------------------------------------------------------------

    @Test
    void aDynamicProgramWithAllItsLibraries() throws IOException {
        elf("/opt/app/lib/libown.so", TestElf.library("libown.so", "libdeep.so"));
        elf("/opt/app/lib/deep/libdeep.so", TestElf.library("libdeep.so", "libc.so.6"));
        elf(
                "/opt/app/bin/app",
                TestElf.program(GLIBC, "libown.so", "libc.so.6").rpath("$ORIGIN/../lib:${ORIGIN}/../lib/deep"));
        assertEquals(
                new Verdict.Ready(
                        "/opt/app/bin/app",
                        "/usr/lib64/ld-linux-x86-64.so.2",
                        List.of("/opt/app/lib/libown.so", "/usr/lib64/libc.so.6", "/opt/app/lib/deep/libdeep.so")),
                check("/opt/app/bin/app"));
    }

    @Test
    void aProgramOfPathAndAScriptForIt() throws IOException {
        assertEquals(
                "/usr/bin/list",
                assertInstanceOf(Verdict.Ready.class, check("list")).path());
        file("/usr/bin/script", "#! /bin/list -l\nx\n");
        assertEquals(
                new Verdict.Ready("/usr/bin/script", "/usr/bin/list", List.of("/usr/lib64/libc.so.6")),
                check("script"));
        assertInstanceOf(Verdict.NotFound.class, check(Map.of("PATH", "/sbin:/opt"), "list"));
        assertInstanceOf(Verdict.Ready.class, check(Map.of("PATH", "/sbin:/../bin"), "list"));
    }

    @Test
    void aStaticProgram() throws IOException {
        TestElf elf = TestElf.program(null);
        elf.type = 2;
        elf("/init", elf);
        assertEquals(new Verdict.Ready("/init", null, List.of()), check("/init"));
    }

    @Test
    void aSharedFolder() throws IOException {
        Path folder = Files.createDirectory(root.resolve("elsewhere"));
        TestElf.program(GLIBC, "libc.so.6").write(folder.resolve("prog"));
        RunOptions plain = RunOptions.of(root, List.of("/mnt/deep/x/prog"));
        RunOptions shared = new RunOptions(
                root,
                Map.of(),
                "/",
                UserIds.ROOT,
                "x",
                List.of(new Volume(folder, "/mnt/deep/x", false)),
                OptionalLong.empty(),
                plain.terminal(),
                plain.trace(),
                plain.command());
        assertEquals(
                "/mnt/deep/x/prog",
                assertInstanceOf(Verdict.Ready.class, check(shared)).path());
    }

    // --- libraries ------------------------------------------------------------------------------------------------

    @Test
    void whatLacksIsNamedWithWhoWantsIt() throws IOException {
        elf("/usr/lib64/libhalf.so.1", TestElf.library("libhalf.so.1", "libgone.so.3"));
        elf("/usr/bin/app", TestElf.program(GLIBC, "libhalf.so.1", "libmissing.so", "libc.so.6"));
        assertEquals(
                new Verdict.LibrariesMissing(
                        "/usr/bin/app",
                        List.of(
                                new Missing("libmissing.so", "/usr/bin/app"),
                                new Missing("libgone.so.3", "/usr/lib64/libhalf.so.1"))),
                check("/bin/app"));
    }

    @Test
    void whereLibrariesAreLookedFor() throws IOException {
        elf("/a/libx.so", TestElf.library("libx.so"));
        elf("/usr/bin/app", TestElf.program(GLIBC, "libx.so"));
        assertInstanceOf(Verdict.LibrariesMissing.class, check("/bin/app"));
        assertInstanceOf(Verdict.Ready.class, check(Map.of("LD_LIBRARY_PATH", "/b:/a"), "/bin/app"));
        file("/etc/ld.so.conf", "# what\ninclude ld.so.conf.d/*.conf\n");
        file("/etc/ld.so.conf.d/one.conf", "/none\n/a\ninclude /etc/ld.so.conf\n");
        assertInstanceOf(Verdict.Ready.class, check("/bin/app"));
    }

    /** DT_RUNPATH holds for a file's own needs only, DT_RPATH for those of its libraries too. */
    @Test
    void runpathIsNotInherited() throws IOException {
        elf("/a/libx.so", TestElf.library("libx.so", "liby.so"));
        elf("/a/liby.so", TestElf.library("liby.so"));
        elf("/usr/bin/old", TestElf.program(GLIBC, "libx.so").rpath("/a"));
        elf("/usr/bin/new", TestElf.program(GLIBC, "libx.so").runpath("/a"));
        assertInstanceOf(Verdict.Ready.class, check("/bin/old"));
        assertEquals(
                List.of(new Missing("liby.so", "/a/libx.so")),
                assertInstanceOf(Verdict.LibrariesMissing.class, check("/bin/new"))
                        .libraries());
    }

    @Test
    void aLibraryForAnotherProcessorIsPassedOver() throws IOException {
        TestElf arm = TestElf.library("libx.so");
        arm.machine = 183;
        elf("/a/libx.so", arm);
        elf("/b/libx.so", TestElf.library("libx.so"));
        elf("/usr/bin/app", TestElf.program(GLIBC, "libx.so").runpath("/a:/b"));
        assertEquals(
                List.of("/b/libx.so"),
                assertInstanceOf(Verdict.Ready.class, check("/bin/app")).libraries());
    }

    @Test
    void muslHasItsOwnWays() throws IOException {
        elf("/lib/ld-musl-x86_64.so.1", TestElf.library("libc.musl-x86_64.so.1"));
        elf("/usr/local/lib/libx.so", TestElf.library("libx.so", "libc.musl-x86_64.so.1"));
        elf("/usr/bin/app", TestElf.program(MUSL, "libx.so", "libc.so", "libpthread.so.0"));
        assertInstanceOf(Verdict.Ready.class, check("/bin/app"));
        file("/etc/ld-musl-x86_64.path", "/lib\n/usr/lib\n");
        assertInstanceOf(Verdict.LibrariesMissing.class, check("/bin/app"));
    }

    // --- what is not ready ----------------------------------------------------------------------------------------

    @Test
    void aMissingInterpreter() throws IOException {
        elf("/usr/bin/alpine", TestElf.program(MUSL, "libc.musl-x86_64.so.1"));
        assertEquals(new Verdict.InterpreterMissing("/usr/bin/alpine", MUSL, true), check("/bin/alpine"));
    }

    @Test
    void namesThatMayHaveBeenMeant() throws IOException {
        file("/usr/bin/python3", "#!/bin/list\n");
        assertEquals(
                List.of("/usr/bin/python3"),
                assertInstanceOf(Verdict.NotFound.class, check("pyhton3")).similar());
        assertEquals(
                List.of("/usr/bin/python3"),
                assertInstanceOf(Verdict.NotFound.class, check("/usr/local/bin/python3"))
                        .similar());
        assertEquals(
                List.of(),
                assertInstanceOf(Verdict.NotFound.class, check("emacs")).similar());
    }

    @Test
    void whatIsNoProgram() throws IOException {
        assertEquals(new NotExecutable("/usr/bin", NotExecutable.Reason.DIRECTORY), check("/usr/bin"));
        Files.write(root.resolve("plain"), new byte[] {1});
        assertEquals(new NotExecutable("/plain", NotExecutable.Reason.NO_PERMISSION), check("/plain"));
        for (Map.Entry<String, FileFormat> each : Map.of(
                        "", FileFormat.EMPTY,
                        "echo hello\n", FileFormat.TEXT,
                        "MZ\u0090\0", FileFormat.WINDOWS_PROGRAM,
                        "\u00cf\u00fa\u00ed\u00fe\7\0\0\1", FileFormat.MAC_PROGRAM,
                        "\u001f\u008b\b\0", FileFormat.GZIP,
                        "PK\3\4", FileFormat.ZIP,
                        "\u00ca\u00fe\u00ba\u00be\0\0\0A", FileFormat.JAVA_CLASS,
                        "\u00ca\u00fe\u00ba\u00be\0\0\0\2", FileFormat.MAC_PROGRAM,
                        "\1\2\3\4", FileFormat.UNKNOWN)
                .entrySet()) {
            file("/thing", each.getKey());
            assertEquals(new WrongFormat("/thing", WrongFormat.Form.OTHER, each.getValue()), check("/thing"));
        }
    }

    @Test
    void otherProcessorsAndKindsOfElf() throws IOException {
        TestElf arm = TestElf.program(GLIBC);
        arm.machine = 183;
        elf("/arm", arm);
        assertEquals(new Verdict.WrongMachine("/arm", "64-bit ARM (AArch64)"), check("/arm"));
        TestElf narrow = TestElf.program(GLIBC);
        narrow.machine = 3;
        narrow.width = 1;
        elf("/narrow", narrow);
        assertEquals(new Verdict.ThirtyTwoBit("/narrow"), check("/narrow"));
        TestElf object = TestElf.program(null);
        object.type = 1;
        elf("/object.o", object);
        assertEquals(
                WrongFormat.Form.OBJECT_FILE,
                assertInstanceOf(WrongFormat.class, check("/object.o")).form());
        assertEquals(
                WrongFormat.Form.SHARED_LIBRARY,
                assertInstanceOf(WrongFormat.class, check("/usr/lib64/libc.so.6"))
                        .form());
        file("/short", "\u007fELF\2\1\1");
        assertEquals(
                WrongFormat.Form.DAMAGED,
                assertInstanceOf(WrongFormat.class, check("/short")).form());
    }

    @Test
    void scriptsWithoutInterpreter() throws IOException {
        file("/lost", "#!/usr/local/bin/list\n");
        assertEquals(
                new Verdict.ScriptInterpreterMissing("/lost", "/usr/local/bin/list", false, List.of("/usr/bin/list")),
                check("/lost"));
        file("/windows", "#!/bin/list\r\n");
        assertEquals(
                new Verdict.ScriptInterpreterMissing("/windows", "/bin/list", true, List.of("/bin/list")),
                check("/windows"));
        file("/nameless", "#!\n");
        assertEquals(
                WrongFormat.Form.SCRIPT_WITHOUT_INTERPRETER,
                assertInstanceOf(WrongFormat.class, check("/nameless")).form());
        file("/round", "#!/round\n");
        assertEquals(new Verdict.LoopOfInterpreters("/round"), check("/round"));
        testRoot.link("link", "link");
        assertEquals(new Verdict.LoopOfInterpreters("/link"), check("/link"));
    }

    @Test
    void anotherUserMayNot() throws IOException {
        file("/own", "#!/bin/list\n");
        assertTrue(root.resolve("own").toFile().setExecutable(false, false));
        assertTrue(root.resolve("own").toFile().setExecutable(true, true));
        RunOptions plain = RunOptions.of(root, List.of("/own"));
        assertInstanceOf(Verdict.Ready.class, check(plain));
        assertEquals(
                new NotExecutable("/own", NotExecutable.Reason.NOT_FOR_THIS_USER),
                check(new RunOptions(
                        root,
                        Map.of(),
                        "/",
                        new UserIds(54321, 54321),
                        "x",
                        List.of(),
                        OptionalLong.empty(),
                        plain.terminal(),
                        plain.trace(),
                        plain.command())));
    }

    /** Every kind of verdict has words for every value in it. */
    @Test
    void thereAreWordsForAll() {
        for (FileFormat format : FileFormat.values()) {
            words(new WrongFormat("/x", WrongFormat.Form.OTHER, format));
        }
        for (WrongFormat.Form form : WrongFormat.Form.values()) {
            words(new WrongFormat("/x", form, FileFormat.ELF));
        }
        for (NotExecutable.Reason reason : NotExecutable.Reason.values()) {
            words(new NotExecutable("/x", reason));
        }
        Missing missing = new Missing("libx.so", "/y");
        assertEquals(
                "/x needs 2 libraries that the root file system lacks: libx.so, libx.so",
                words(new Verdict.LibrariesMissing("/x", List.of(missing, missing))));
        assertEquals(
                "/x needs a library that the root file system lacks: libx.so",
                words(new Verdict.LibrariesMissing("/x", List.of(missing))));
    }

    private static String words(Verdict verdict) {
        VerdictText text = VerdictText.of(verdict);
        assertNotNull(Strings.of(text.remedy().key(), text.remedy().arguments().toArray()));
        return Strings.of(text.what().key(), text.what().arguments().toArray());
    }

    // --- hostile files --------------------------------------------------------------------------------------------

    /** Whatever is in a file, there is a verdict. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void changedProgramsOfThisHost() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of("/bin/sh"));
        byte[] small = TestElf.program(GLIBC, "libc.so.6", "libx.so")
                .rpath("/a:$ORIGIN")
                .bytes();
        Random random = new Random(42);
        for (int round = 0; round < 1000; round++) {
            byte[] bytes = (round % 4 == 0 ? whole : small).clone();
            int changes = 1 + random.nextInt(20);
            int reach = random.nextBoolean() ? Math.min(bytes.length, 1024) : bytes.length;
            for (int i = 0; i < changes; i++) {
                bytes[4 + random.nextInt(reach - 4)] = (byte) (random.nextBoolean() ? random.nextInt() : -1);
            }
            file(
                    "/fuzzed",
                    new String(bytes, 0, round % 5 == 0 ? random.nextInt(bytes.length) : bytes.length, ISO_8859_1));
            assertNotNull(check("/fuzzed"));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void programsOfThisHostAreReady() {
        for (String program : List.of("sh", "ls", "env", "cat")) {
            Verdict verdict = check(RunOptions.of(Path.of("/"), List.of(program)));
            assertInstanceOf(Verdict.Ready.class, verdict, verdict::toString);
        }
    }
}

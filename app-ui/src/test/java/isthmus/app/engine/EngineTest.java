package isthmus.app.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.asm.ElfWriter;
import isthmus.core.south.HostException;
import isthmus.linux.calls.Args;
import isthmus.linux.calls.SystemCall;
import isthmus.linux.elf.StartException;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.Task;
import isthmus.linux.trace.Tracer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    private static final RunStreams.OnTerminal TERMINAL = new RunStreams.OnTerminal(80, 24, "xterm-256color");

    private final Engine engine = Engines.ofThisHost();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        engine.close();
        assertEquals(List.of(), engine.runs());
    }

    private RunStreams.Plain streams(String input) {
        return new RunStreams.Plain(new ByteArrayInputStream(input.getBytes(ISO_8859_1)), out, err, null);
    }

    private Run start(RunOptions options) {
        return engine.start(options, streams(""), RunObserver.NONE);
    }

    @Test
    void plainStreamsAndAnExitStatus() throws InterruptedException {
        Run run = engine.start(
                Engines.shell("read a; echo got $a; echo wrong >&2; exit 7"), streams("line\n"), RunObserver.NONE);
        RunEnd.Exited end = assertInstanceOf(RunEnd.Exited.class, Engines.await(run));
        assertEquals(7, end.status());
        assertTrue(end.wallTime().toMillis() < 60_000, end::toString);
        assertEquals("got line\n", out.toString(ISO_8859_1));
        assertEquals("wrong\n", err.toString(ISO_8859_1));
        assertEquals(Run.State.ENDED, run.state());
        assertEquals(List.of(), run.processes());
        assertEquals(0, run.memoryBytes());
    }

    /** What scripts do to say something on standard error, and who wants a name of a file. */
    @Test
    void plainStreamsAreOpenedAgainByName() throws InterruptedException {
        Run run = engine.start(
                Engines.shell("echo one; echo two >/dev/stdout; echo three >>/proc/self/fd/1; echo wrong >/dev/stderr;"
                        + " read a </dev/stdin; echo $a; cat /proc/self/fd/0; (: </dev/stdout) 2>/dev/null || echo no"),
                streams("four\nfive\n"),
                RunObserver.NONE);
        assertInstanceOf(RunEnd.Exited.class, Engines.await(run));
        assertEquals("one\ntwo\nthree\nfour\nfive\nno\n", out.toString(ISO_8859_1));
        assertEquals("wrong\n", err.toString(ISO_8859_1));
    }

    /** Who looks at standard output need not wait until the host has taken what another process writes. */
    @Test
    void aStreamThatStandsStillCanBeLookedAt() throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(1);
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                try {
                    if (!looked.await(30, TimeUnit.SECONDS)) {
                        throw new IOException("nobody has looked");
                    }
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                write(0);
            }
        };
        OutputStream said = new OutputStream() {
            @Override
            public void write(int b) {
                looked.countDown();
            }
        };
        Run run = engine.start(
                Engines.shell("echo x & sleep 0.3; test -p /dev/stdout && echo looked >&2; wait $!"),
                new RunStreams.Plain(new ByteArrayInputStream(new byte[0]), full, said, null),
                RunObserver.NONE);
        assertEquals(
                0, assertInstanceOf(RunEnd.Exited.class, Engines.await(run)).status());
    }

    @Test
    void aCrashIsOne() throws InterruptedException {
        RunEnd.Signalled end =
                assertInstanceOf(RunEnd.Signalled.class, Engines.await(start(Engines.shell("kill -SEGV $$"))));
        assertEquals("SIGSEGV", end.name());
        assertTrue(end.isCrash());
    }

    /** Programs that consist of these bytes, and the signals that end them: ud2, a write to address 0, hlt, int3. */
    @Test
    void crashesAndLoopsLeaveOtherRunsAlone(@TempDir Path folder) throws Exception {
        byte[][] codes = {{0x0f, 0x0b}, {0x31, (byte) 0xc0, (byte) 0x89, 0}, {(byte) 0xf4}, {(byte) 0xcc}};
        List<String> signals = List.of("SIGILL", "SIGSEGV", "SIGSEGV", "SIGTRAP");
        Screen screen = new Screen();
        Run other = engine.start(Engines.shell("while read a; do echo \"<$a>\"; done"), TERMINAL, RunObserver.NONE);
        RunConsole console = other.console().orElseThrow();
        console.setOutput(screen);
        Run loop = start(Engines.shell("while :; do :; done"));
        for (int i = 0; i < codes.length; i++) {
            ElfWriter.Segment code =
                    new ElfWriter.Segment(0x400000, codes[i], ElfWriter.PF_R | ElfWriter.PF_X, codes[i].length);
            TestElf.write(folder.resolve("crash" + i), ElfWriter.write(0x400000, List.of(code)));
            RunEnd end = Engines.await(start(withVolume(folder, "/mnt/crash" + i)));
            RunEnd.Signalled crash = assertInstanceOf(RunEnd.Signalled.class, end, end::toString);
            assertEquals(signals.get(i), crash.name());
            console.type((i + "\r").getBytes(ISO_8859_1));
            screen.await("<" + i + ">");
        }
        assertEquals(Run.State.RUNNING, loop.state());
        loop.kill();
        console.type(new byte[] {4});
        RunEnd end = Engines.await(other);
        assertEquals(
                0, assertInstanceOf(RunEnd.Exited.class, end, end::toString).status());
    }

    /** A guest that does not stop when it is asked to has ten seconds otherwise; who kills its run does not wait for them. */
    @Test
    void aRunWhoseGuestStandsStillEndsSoonWhenItIsKilled() throws Exception {
        Run loop = engine.start(Engines.shell("echo on; while :; do :; done"), streams(""), RunObserver.NONE);
        while (out.size() == 0) {
            Thread.sleep(20);
        }
        assertTrue(HostUse.standStill() > 0);
        long start = System.nanoTime();
        loop.kill();
        RunEnd.Signalled end = assertInstanceOf(RunEnd.Signalled.class, Engines.await(loop));
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertEquals("SIGKILL", end.name());
        assertTrue(millis < 9000, millis + " ms");
        assertEquals("", err.toString(ISO_8859_1));
    }

    private static RunOptions withVolume(Path folder, String program) {
        RunOptions plain = Engines.program(program);
        return new RunOptions(
                plain.rootfs(),
                plain.environment(),
                plain.workdir(),
                plain.user(),
                plain.hostname(),
                List.of(new Volume(folder, "/mnt", true)),
                plain.memory(),
                plain.terminal(),
                plain.trace(),
                plain.command());
    }

    @Test
    void whatCannotStartSaysWhy(@TempDir Path folder) throws Exception {
        RunEnd.NotStarted none =
                assertInstanceOf(RunEnd.NotStarted.class, Engines.await(start(Engines.program("/no/such"))));
        assertEquals(StartException.Reason.NOT_FOUND, none.reason());
        assertEquals("cannot run /no/such: there is no such program in the guest", none.message());
        Path text = Files.writeString(folder.resolve("text"), "no archive");
        RunOptions noRoot = RunOptions.of(text, List.of("x"));
        RunEnd.Refused refused = assertInstanceOf(RunEnd.Refused.class, Engines.await(start(noRoot)));
        assertTrue(refused.message().contains("is neither a directory nor a tar file"), refused::message);
    }

    @Test
    void anObserverThatRefusesEndsTheRun() throws InterruptedException {
        Run run = engine.start(Engines.program("/bin/true"), TERMINAL, new RunObserver() {
            @Override
            public void ready(Run self) {
                throw new HostException("no window");
            }
        });
        assertEquals(
                "no window",
                assertInstanceOf(RunEnd.Refused.class, Engines.await(run)).message());
    }

    @Test
    void aTerminalOfItsOwn() throws InterruptedException {
        Screen screen = new Screen();
        Run run = engine.start(
                Engines.shell("stty size; echo $TERM; read a; stty size; echo \"<$a>\"; cat; echo gone"),
                TERMINAL,
                RunObserver.NONE);
        RunConsole console = run.console().orElseThrow();
        console.setOutput(screen);
        screen.await("24 80\r\nxterm-256color\r\n");
        console.resize(132, 43);
        console.type("abc\r".getBytes(ISO_8859_1));
        screen.await("43 132\r\n<abc>\r\n");
        assertEquals(Run.State.RUNNING, run.state());
        console.type(new byte[] {4});
        assertEquals(
                0, assertInstanceOf(RunEnd.Exited.class, Engines.await(run)).status());
        assertTrue(screen.text().endsWith("gone\r\n"), screen::text);
    }

    @Test
    void typingBeforeTheStartIsNotLost() throws InterruptedException {
        Screen screen = new Screen();
        Run run = engine.start(Engines.shell("read a; echo \"<$a>\""), TERMINAL, RunObserver.NONE);
        RunConsole console = run.console().orElseThrow();
        console.type("early\r".getBytes(ISO_8859_1));
        console.setOutput(screen);
        Engines.await(run);
        assertTrue(screen.text().contains("<early>"), screen::text);
    }

    @Test
    void controlCInterruptsAndAHangUpEnds() throws InterruptedException {
        Screen screen = new Screen();
        Run run = engine.start(
                Engines.shell("trap 'echo interrupted' INT; echo ready; while :; do read a && break; done"),
                TERMINAL,
                RunObserver.NONE);
        RunConsole console = run.console().orElseThrow();
        console.setOutput(screen);
        screen.await("ready");
        console.type(new byte[] {3});
        screen.await("interrupted");
        console.hangUp();
        RunEnd end = Engines.await(run);
        assertEquals(
                Signal.SIGHUP,
                assertInstanceOf(RunEnd.Signalled.class, end, end::toString).signal());
    }

    /** The terminal hangs up before the program is loaded, or just then, or after. */
    @Test
    void aHangUpAtAnyTimeIsNoFailureToStart() throws InterruptedException {
        for (int i = 0; i < 30; i++) {
            Run run = engine.start(Engines.shell("read a; read a"), TERMINAL, RunObserver.NONE);
            while (i > 0 && run.processes().isEmpty()) {
                Thread.onSpinWait();
            }
            Thread.sleep(i / 3);
            run.console().orElseThrow().hangUp();
            RunEnd end = Engines.await(run);
            assertEquals(
                    Signal.SIGHUP,
                    assertInstanceOf(RunEnd.Signalled.class, end, end::toString).signal());
        }
    }

    /** A paste that the program does not read at once waits, and one that is far too long is refused. */
    @Test
    void aLongPasteArrivesWhole() throws InterruptedException {
        Screen screen = new Screen();
        Run run = engine.start(
                Engines.shell("stty raw -echo; echo ready; sleep 0.3; head -c 200000 | cksum"),
                TERMINAL,
                RunObserver.NONE);
        RunConsole console = run.console().orElseThrow();
        console.setOutput(screen);
        screen.await("ready");
        byte[] paste = new byte[200_000];
        java.util.Arrays.fill(paste, (byte) 'x');
        assertTrue(console.type(paste));
        assertFalse(console.type(new byte[5 << 20]));
        Engines.await(run);
        assertTrue(screen.text().contains(" 200000"), screen::text);
    }

    @Test
    void killEndsWhateverRuns() throws InterruptedException {
        Run run = engine.start(
                Engines.shell("trap '' HUP INT TERM; (while :; do :; done) & while :; do :; done"),
                TERMINAL,
                RunObserver.NONE);
        while (run.processes().size() < 2) {
            Thread.sleep(5);
        }
        RunProcess first = run.processes().getFirst();
        assertEquals("sh", first.name());
        assertEquals(1, first.parent());
        assertEquals(first.pid(), run.processes().get(1).parent());
        assertTrue(run.memoryBytes() > 0);
        run.signal(Signal.SIGTERM);
        run.kill();
        run.kill();
        assertEquals(
                Signal.SIGKILL,
                assertInstanceOf(RunEnd.Signalled.class, Engines.await(run)).signal());
        run.close();
    }

    @Test
    void killBeforeTheStartIsNotLost() throws InterruptedException {
        Run run = start(Engines.shell("while :; do :; done"));
        run.kill();
        assertEquals(
                Signal.SIGKILL,
                assertInstanceOf(RunEnd.Signalled.class, Engines.await(run)).signal());
    }

    @Test
    void signalsGoToTheFirstProgramsGroup() throws InterruptedException {
        Run run = start(Engines.shell("trap 'echo term; exit 3' TERM; echo ready; while :; do sleep 0.01; done"));
        while (out.size() == 0) {
            Thread.sleep(5);
        }
        run.signal(Signal.SIGTERM);
        assertEquals(
                3, assertInstanceOf(RunEnd.Exited.class, Engines.await(run)).status());
    }

    @Test
    void severalAtOnceDoNotMeet(@TempDir Path folder) throws Exception {
        List<Run> runs = new ArrayList<>();
        List<ByteArrayOutputStream> outputs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ByteArrayOutputStream own = new ByteArrayOutputStream();
            outputs.add(own);
            runs.add(engine.start(
                    Engines.shell(
                            "echo $$ > /tmp/own; for i in 1 2 3; do (echo " + i + "); done; cat /tmp/own; hostname"),
                    new RunStreams.Plain(new ByteArrayInputStream(new byte[0]), own, err, null),
                    RunObserver.NONE));
        }
        for (int i = 0; i < 4; i++) {
            RunEnd end = Engines.await(runs.get(i));
            assertEquals(
                    0, assertInstanceOf(RunEnd.Exited.class, end, end::toString).status());
            assertEquals((i + "\n").repeat(3) + "2\nisthmus\n", outputs.get(i).toString(ISO_8859_1));
        }
        assertFalse(Files.exists(Path.of("/tmp/own")));
    }

    @Test
    void theTraceIsSwitchedOnAndOff() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        AtomicBoolean on = new AtomicBoolean(true);
        Screen screen = new Screen();
        Run run = engine.start(
                Engines.shell("echo one; read a; echo two; read a; echo three; read a"), TERMINAL, new Tracer() {
                    @Override
                    public boolean isOn() {
                        return on.get();
                    }

                    @Override
                    public void entry(Task task, long number, SystemCall call, Args args) {
                        calls.incrementAndGet();
                    }

                    @Override
                    public void exit(Task task, long number, SystemCall call, Args args, long result) {}
                });
        RunConsole console = run.console().orElseThrow();
        console.setOutput(screen);
        screen.await("one");
        assertTrue(calls.get() > 10);
        on.set(false);
        console.type("\r".getBytes(ISO_8859_1));
        screen.await("two");
        int before = calls.get();
        console.type("\r".getBytes(ISO_8859_1));
        screen.await("three");
        assertEquals(before, calls.get());
        on.set(true);
        console.type("\r".getBytes(ISO_8859_1));
        Engines.await(run);
        assertTrue(calls.get() > before);
    }

    @Test
    void aClosedEngineHasEndedAllAndStartsNothing() {
        Run run = engine.start(Engines.shell("while :; do :; done"), TERMINAL, RunObserver.NONE);
        CompletableFuture<RunEnd> end = run.end();
        engine.close();
        assertTrue(end.isDone());
        assertThrows(IllegalStateException.class, () -> start(Engines.program("/bin/true")));
    }
}

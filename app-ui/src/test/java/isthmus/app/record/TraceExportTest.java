package isthmus.app.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.linux.trace.StraceText;
import isthmus.linux.trace.TraceRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceExportTest {
    private static TraceScene scene;

    @TempDir
    Path folder;

    @BeforeAll
    static void run() {
        scene = new TraceScene().usual();
    }

    @AfterAll
    static void end() {
        scene.close();
    }

    private static TraceIndex index(String expression) throws TraceFilterException {
        TraceSelection selection = new TraceSelection(scene.store, TraceFilter.parse(expression));
        selection.advance(() -> false);
        return selection.index();
    }

    private String export(TraceIndex index, TraceFormat format) throws IOException {
        Path file = folder.resolve("trace");
        assertTrue(TraceExport.write(scene.store, index, format, file, ExportProgress.NONE));
        assertEquals(1, folder.toFile().list().length);
        return Files.readString(file);
    }

    /** What the writer of {@code --trace} makes of the same records. */
    private static byte[] written() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, false, StandardCharsets.ISO_8859_1);
        StraceText text = new StraceText(print);
        TraceRecord record = new TraceRecord();
        while (scene.store.log().next(record)) {
            text.show(record.event());
        }
        text.finish();
        print.flush();
        return out.toByteArray();
    }

    @Test
    void straceTextIsWhatTheCommandLineWrites() throws IOException {
        Path file = folder.resolve("all.strace");
        Files.writeString(file, "old");
        TraceExport.write(scene.store, TraceExport.all(scene.store), TraceFormat.STRACE, file, ExportProgress.NONE);
        assertArrayEquals(written(), Files.readAllBytes(file));
        String text = Files.readString(file);
        assertTrue(text.contains("[pid     7] read(0,  <unfinished ...>\n"), text);
        assertTrue(text.contains("[pid     7] <... read resumed>\"a\\n\", 10)"), text);
    }

    @Test
    void chosenRowsAreWrittenWithTheirEnds() throws Exception {
        assertEquals("""
                [pid     7] read(0, "a\\n", 10)                     = 2
                """, export(index("call:read and pid:7"), TraceFormat.STRACE));
        assertEquals("""
                [pid     2] openat(AT_FDCWD, "/etc/passwd", O_RDONLY, 00) = 3
                [pid     2] openat(AT_FDCWD, "/etc/h\\303\\274t", O_RDONLY, 00) = -1 ENOENT (No such file or directory)
                """, export(index("call:openat"), TraceFormat.STRACE));
        assertEquals("", export(index("call:fork"), TraceFormat.STRACE));
    }

    @Test
    void aLineOfJson() throws Exception {
        List<String> lines = export(TraceExport.all(scene.store), TraceFormat.JSON_LINES)
                .lines()
                .toList();
        assertEquals(scene.store.endRow(), lines.size());
        String expected = "{\"row\":3,\"kind\":\"call\",\"time\":TIME,\"pid\":2,\"tid\":2,\"process\":\"cat\","
                + "\"call\":\"openat\",\"arguments\":\"AT_FDCWD, \\\"/etc/h\\\\303\\\\274t\\\", O_RDONLY, 00\","
                + "\"result\":-2,\"resultText\":\"-1 ENOENT (No such file or directory)\",\"errno\":\"ENOENT\","
                + "\"duration\":1001,\"paths\":[\"/etc/hüt\"]}";
        assertEquals(expected.replace("TIME", String.valueOf(scene.store.row(3).nanos())), lines.get(3));
        assertTrue(lines.get(lines.size() - 1).endsWith("\"unfinished\":true}"));
        assertTrue(lines.stream().anyMatch(l -> l.contains("\"kind\":\"end\"") && l.contains("exited with 3")));
    }

    @Test
    void chromesTraceHasSlicesInstantsAndNames() throws Exception {
        String text = export(TraceExport.all(scene.store), TraceFormat.CHROME);
        assertTrue(text.startsWith("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n{\"name\":"), text);
        assertTrue(text.endsWith("\n]}\n"), text);
        assertTrue(text.contains("\"ph\":\"X\",\"pid\":2,\"tid\":2,\"ts\":"), text);
        assertTrue(text.contains("\"dur\":1.001,"), text);
        assertTrue(text.contains("{\"name\":\"read\",\"ph\":\"B\""), text);
        assertTrue(text.contains("{\"name\":\"signal\",\"ph\":\"i\""), text);
        assertTrue(
                text.contains(
                        "{\"name\":\"process_name\",\"ph\":\"M\",\"pid\":7,\"tid\":7,\"args\":{\"name\":\"child\"}}"),
                text);
        assertEquals(
                text.chars().filter(c -> c == '{').count(),
                text.chars().filter(c -> c == '}').count());
    }

    /** A process whose first thread is not among the rows has a name all the same; numbers are used again. */
    @Test
    void chromesNamesAreOfProcessesAndOfTheirThreads() throws Exception {
        try (TraceScene threads = new TraceScene()) {
            threads.script.named(11, 10, "worker");
            threads.call(11, 10, TraceScene.CLOSE, 0, 3);
            threads.script.ended(11, 10, 0);
            threads.script.named(11, 11, "other");
            threads.call(11, 11, TraceScene.CLOSE, 0, 3).done();
            Path file = folder.resolve("threads");
            assertTrue(TraceExport.write(
                    threads.store, TraceExport.all(threads.store), TraceFormat.CHROME, file, ExportProgress.NONE));
            List<String> names = Files.readAllLines(file).stream()
                    .filter(line -> line.contains("\"ph\":\"M\""))
                    .map(line -> line.replaceAll("(,$|\"ph\":\"M\",|\"args\":)", ""))
                    .toList();
            assertEquals(
                    List.of(
                            "{\"name\":\"process_name\",\"pid\":10,\"tid\":10,{\"name\":\"worker\"}}",
                            "{\"name\":\"process_name\",\"pid\":11,\"tid\":11,{\"name\":\"other\"}}",
                            "{\"name\":\"thread_name\",\"pid\":10,\"tid\":11,{\"name\":\"worker\"}}",
                            "{\"name\":\"thread_name\",\"pid\":11,\"tid\":11,{\"name\":\"other\"}}"),
                    names);
        }
    }

    @Test
    void cancelledLeavesTheOldFile() throws IOException {
        Path file = folder.resolve("kept");
        Files.writeString(file, "old");
        ExportProgress cancelled = new ExportProgress() {
            @Override
            public void written(long rows, long all) {
                assertEquals(scene.store.endRow(), all);
            }

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        for (TraceFormat format : TraceFormat.values()) {
            assertFalse(TraceExport.write(scene.store, TraceExport.all(scene.store), format, file, cancelled));
        }
        assertEquals("old", Files.readString(file));
        assertEquals(1, folder.toFile().list().length);
    }
}

package isthmus.app.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TraceFilterTest {
    private static TraceScene scene;

    @BeforeAll
    static void run() {
        scene = new TraceScene().usual();
    }

    @AfterAll
    static void end() {
        scene.close();
    }

    private static void assertCalls(String expression, String... calls) throws TraceFilterException {
        assertEquals(List.of(calls), scene.calls(expression), expression);
    }

    @Test
    void calls() throws TraceFilterException {
        assertCalls("call:openat", "openat", "openat");
        assertCalls("call:open*,close", "openat", "openat", "close");
        assertCalls("call:end,signal", "signal", "end");
    }

    @Test
    void errors() throws TraceFilterException {
        assertCalls("errno:*", "openat", "keyctl");
        assertCalls("errno:ENOENT", "openat");
        assertCalls("errno:enosys,EPERM", "keyctl");
        assertCalls("errno:38", "keyctl");
        assertCalls("errno=2", "openat");
        assertCalls("is:missing", "keyctl");
        assertCalls("result<0", "openat", "keyctl");
        assertCalls("result:3", "openat");
        assertCalls("result=0x7000", "mmap");
    }

    @Test
    void paths() throws TraceFilterException {
        assertCalls("path:/etc/*", "openat", "read", "openat", "close");
        assertCalls("path:passwd", "openat", "read", "close");
        assertCalls("path:/etc/hüt", "openat");
        assertCalls("path:/etc", new String[0]);
    }

    @Test
    void tasks() throws TraceFilterException {
        assertCalls("pid:7", "start", "read", "end");
        assertCalls("tid=7 call:read", "read");
        assertCalls("process:child", "read", "end");
        assertCalls("pid > 2 and not process:child", "start");
    }

    @Test
    void notEqualMayStandApart() throws TraceFilterException {
        assertCalls("pid != 2 and call:read", "read");
        assertCalls("pid!=2 and call:read", "read");
        assertCalls("errno != 2 and errno:*", "keyctl");
    }

    @Test
    void times() throws TraceFilterException {
        assertCalls("time>1ms", "read");
        assertCalls("time >= 10us and time<1ms", "read");
        assertCalls("at>4.9ms", "signal", "end", "read");
        assertCalls("is:unfinished", "read");
    }

    @Test
    void text() throws TraceFilterException {
        assertCalls("passwd", "openat");
        assertCalls("PASSWD", "openat");
        assertCalls("root:x:0".replace(":", "?"), new String[0]);
        assertCalls("\"root:x:0\"", "read");
        assertCalls("enoent", "openat");
        assertCalls("mmap", "mmap");
        assertCalls("PROT_WRITE", "mmap");
        assertCalls("0x7000", "mmap");
        assertCalls("\"4096, PROT\"", "mmap");
        assertCalls("hüt", "openat");
        assertCalls("\\303\\274", "openat");
        assertCalls("\"not implemented\"", "keyctl");
        assertCalls("child", "read", "end");
        assertCalls("parent", "start");
        assertCalls("exited", "signal", "end");
        assertCalls("CLD_EXITED", "signal");
    }

    /** Strings are searched as they are shown, though most are not put into that form. */
    @Test
    void escapes() throws TraceFilterException {
        try (TraceScene strings = new TraceScene()) {
            strings.open(1, 1, "/ab\nNeedle\0017\303q", 3)
                    .open(1, 1, "/plain", 3)
                    .done();
            for (String found : List.of("needle", "b\\nneed", "nNEEDLE\\001", "\\0017\\303q", "303Q\"", "\\n", "03q")) {
                assertEquals(List.of("openat"), strings.calls(TraceTerms.text(found)), found);
            }
            for (String none : List.of("bneed", "needles", "e17", "z", "\\t", "\\17")) {
                assertEquals(List.of(), strings.calls(TraceTerms.text(none)), none);
            }
        }
    }

    @Test
    void operators() throws TraceFilterException {
        assertCalls("call:openat and errno:*", "openat");
        assertCalls("call:openat errno:*", "openat");
        assertCalls("call:openat && !errno:*", "openat");
        assertCalls("call:close or call:mmap", "close", "mmap");
        assertCalls("call:close || call:openat and errno:*", "openat", "close");
        assertCalls("(call:close or call:openat) and errno:*", "openat");
        assertCalls("not (call:read or call:openat or not is:call)", "close", "mmap", "keyctl");
    }

    private static void assertWrong(String expression, int position, int length, String words) {
        TraceFilterException e = assertThrows(TraceFilterException.class, () -> TraceFilter.parse(expression));
        assertEquals(position, e.position(), expression);
        assertEquals(length, e.length(), expression);
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    @Test
    void mistakesAreShownWhereTheyAre() {
        assertWrong("pid:1 and", 9, 0, "missing at the end");
        assertWrong("(call:read", 0, 1, "not closed");
        assertWrong("call:read)", 9, 1, "closes nothing");
        assertWrong("pid:1 call:opeanat", 6, 12, "no system call \"opeanat\"");
        assertWrong("or x", 0, 2, "missing before");
        assertWrong("\"abc", 0, 4, "quotation mark");
        assertWrong("time>5", 0, 6, "not a time");
        assertWrong("time:5ms", 0, 8, "compared");
        assertWrong("pid:x", 0, 5, "not a whole number");
        assertWrong("pid>", 0, 4, "missing");
        assertWrong("errno:EFOO", 0, 10, "no error");
        assertWrong("foo:bar", 0, 7, "no field \"foo\"");
        assertWrong("is:what", 0, 7, "is:missing");
        assertWrong("call:", 0, 5, "missing");
        assertWrong("call:read,", 0, 10, "comma");
        assertWrong("call>read", 0, 9, "call:read");
        assertWrong("(".repeat(200), 100, 1, "nested");
        assertWrong("a ".repeat(5000), 2000, 8000, "too long");
    }

    @Test
    void nothingIsAll() throws TraceFilterException {
        assertTrue(TraceFilter.parse("  ").isAll());
        assertEquals(scene.store.endRow(), scene.calls("").size());
    }

    @Test
    void presetsAreExpressions() throws TraceFilterException {
        for (TracePresets preset : TracePresets.values()) {
            assertFalse(TraceFilter.parse(preset.expression()).isAll());
        }
        assertFalse(scene.calls(TracePresets.NO_MEMORY_NOISE.expression()).contains("mmap"));
    }

    @Test
    void termsOfRowsFindThem() throws TraceFilterException {
        TraceRow row = scene.store.row(3);
        assertEquals("path:/etc/hüt", TraceTerms.path(row.paths().get(0)));
        assertEquals("path:/a?b?c", TraceTerms.path("/a\nb\u007fc")); // no field takes them
        for (String term : List.of(
                TraceTerms.call(row),
                TraceTerms.errno(row),
                TraceTerms.pid(row),
                TraceTerms.tid(row),
                TraceTerms.process(row),
                TraceTerms.path(row.paths().get(0)),
                TraceTerms.folder("/etc"),
                TraceTerms.text(row.arguments()),
                TraceTerms.text(row.result()))) {
            assertTrue(scene.calls(term).contains("openat"), term);
            assertFalse(
                    scene.calls(TraceTerms.exclude(term, TraceTerms.errno(row))).contains("keyctl and"));
        }
    }

    @Test
    void expressionsAreWritten() {
        assertEquals("call:read", TraceTerms.include("", "call:read"));
        assertEquals("call:read", TraceTerms.include("call:read", "call:read"));
        assertEquals("not pid:1", TraceTerms.exclude(" ", "pid:1"));
        assertEquals("call:read and not pid:1", TraceTerms.exclude("call:read", "pid:1"));
        assertEquals("call:read and not pid:1", TraceTerms.exclude("call:read and not pid:1", "pid:1"));
        assertEquals("(a or b) and pid:1", TraceTerms.include("a or b", "pid:1"));
        assertEquals("path:\"/my files/*\"", TraceTerms.folder("/my files"));
        assertEquals("\"a \\\"b\\\"\"", TraceTerms.text("a \"b\""));
        assertEquals("\"not\"", TraceTerms.text("not"));
    }
}

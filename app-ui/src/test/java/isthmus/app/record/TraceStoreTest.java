package isthmus.app.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.linux.trace.RecordScript;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceStoreTest {
    @Test
    void entryAndExitAreOneRow() {
        try (TraceScene scene = new TraceScene().usual()) {
            TraceRow row = scene.store.row(1);
            assertEquals(TraceRow.Kind.CALL, row.kind());
            assertEquals("openat", row.call());
            assertEquals("AT_FDCWD, \"/etc/passwd\", O_RDONLY, 00", row.arguments());
            assertEquals("3", row.result());
            assertEquals(1_001, row.duration());
            assertEquals("cat", row.process());
            assertEquals(List.of("/etc/passwd"), row.paths());
            assertFalse(row.unfinished());
        }
    }

    @Test
    void aDescriptorIsNamedByWhatOpenedIt() {
        try (TraceScene scene = new TraceScene().usual()) {
            assertEquals(List.of("/etc/passwd"), scene.store.row(2).paths());
            assertEquals("3, \"root:x:0\", 4096", scene.store.row(2).arguments());
        }
    }

    @Test
    void descriptorsAreFollowedThroughDupForkAndClose() {
        try (TraceScene scene = new TraceScene()) {
            scene.open(1, 1, "/a", 3).call(1, 1, TraceScene.DUP, 5, 3).call(1, 1, TraceScene.CLOSE, 0, 3);
            scene.script.started(9, 9, 1);
            scene.read(9, 9, 5, "x")
                    .read(9, 9, 3, "x")
                    .open(9, 9, "/b", 5)
                    .read(1, 1, 5, "x")
                    .done();
            assertEquals(List.of("/a"), scene.store.row(4).paths());
            assertEquals(List.of(), scene.store.row(5).paths());
            assertEquals(List.of("/a"), scene.store.row(7).paths());
        }
    }

    @Test
    void whatIsNoCallIsARowToo() {
        try (TraceScene scene = new TraceScene().usual()) {
            TraceStore store = scene.store;
            List<String> texts = new ArrayList<>();
            for (long i = store.firstRow(); i < store.endRow(); i++) {
                TraceRow row = store.row(i);
                if (row.kind() != TraceRow.Kind.CALL) {
                    texts.add(row.call() + " " + row.tid() + " " + row.arguments());
                }
            }
            assertEquals(
                    List.of(
                            "start 2 ",
                            "start 7 parent 2",
                            "signal 2 SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED}",
                            "end 7 exited with 3"),
                    texts);
        }
    }

    @Test
    void aCallInProgressIsCompletedInPlace() {
        try (TraceScene scene = new TraceScene()) {
            scene.script.entry(4, 4, TraceScene.READ, new long[] {0, 0x2000, 10});
            TraceScene.await(scene.store, 1);
            TraceRow row = scene.store.row(0);
            assertTrue(row.unfinished());
            assertEquals("0, ", row.arguments());
            assertEquals("", row.result());
            assertEquals(-1, row.duration());
            scene.script.exit(4, 4, TraceScene.READ, 1, null, "y");
            scene.done();
            assertEquals(1, scene.store.endRow());
            assertEquals("0, \"y\", 10", scene.store.row(0).arguments());
            assertEquals("1", scene.store.row(0).result());
        }
    }

    @Test
    void aCallWhoseEndWasLostIsNotInProgressForEver() {
        try (TraceScene scene = new TraceScene()) {
            scene.script.entry(4, 4, TraceScene.READ, new long[] {0, 0x2000, 10});
            scene.call(4, 4, TraceScene.CLOSE, 0, 1).done();
            TraceRow row = scene.store.row(0);
            assertFalse(row.unfinished());
            assertEquals("?", row.result());
            assertEquals(-1, row.duration());
            assertEquals("0", scene.store.row(1).result());
        }
    }

    @Test
    void aReturnWhoseCallWasLostIsARow() {
        try (TraceScene scene = new TraceScene()) {
            scene.script.exit(4, 4, TraceScene.READ, -9);
            scene.done();
            TraceRow row = scene.store.row(0);
            assertEquals("read", row.call());
            assertEquals("", row.arguments());
            assertEquals(9, row.errno());
            assertEquals(-1, row.duration());
        }
    }

    @Test
    void aCommandOfFcntlWithoutAnArgumentShowsNone() {
        try (TraceScene scene = new TraceScene()) {
            scene.call(1, 1, 72, 1, 3, 1, 0x7fff0000).call(1, 1, 72, 0, 3, 2, 1).done();
            assertEquals("3, F_GETFD", scene.store.row(0).arguments());
            assertEquals("3, F_SETFD, 1", scene.store.row(1).arguments());
        }
    }

    @Test
    void anErrorHasItsNumber() {
        try (TraceScene scene = new TraceScene().usual()) {
            TraceRow row = scene.store.row(3);
            assertEquals(2, row.errno());
            assertEquals("-1 ENOENT (No such file or directory)", row.result());
            assertTrue(scene.store.row(6).result().endsWith("[not implemented by Isthmus]"));
        }
    }

    @Test
    void theOldestRowsAreDroppedAndCounted() {
        try (TraceScene scene = new TraceScene(new TraceBounds(1_000, 64 << 20))) {
            for (int i = 0; i < 100_000; i++) {
                scene.call(1, 1, TraceScene.CLOSE, 0, i);
                if (i % 10_000 == 0) {
                    TraceScene.await(scene.store, i + 1);
                }
            }
            scene.done();
            TraceStore store = scene.store;
            assertEquals(100_000, store.endRow());
            assertEquals(99_000, store.firstRow());
            assertEquals(99_000, store.dropped());
            assertNull(store.row(98_999));
            assertEquals("99999", store.row(99_999).arguments());
            assertEquals("99000", store.row(99_000).arguments());
            assertNull(store.row(100_000));
        }
    }

    @Test
    void memoryIsBoundedToo() {
        try (TraceScene scene = new TraceScene(new TraceBounds(10_000_000, 8 << 20))) {
            String path = "/".repeat(4000);
            for (int i = 0; i < 10_000; i++) {
                scene.open(1, 1, path, i);
                TraceScene.await(scene.store, i + 1);
            }
            scene.done();
            assertEquals(10_000, scene.store.endRow());
            assertTrue(scene.store.bytes() <= (9 << 20), () -> "bytes: " + scene.store.bytes());
            assertTrue(scene.store.firstRow() > 5_000);
            assertEquals("9999", scene.store.row(9_999).result());
            assertNotNull(scene.store.row(scene.store.firstRow()));
            assertEquals(0, scene.store.lost());
        }
    }

    @Test
    void severalThreadsWriteAtOnceAndNothingIsMixedUp() throws InterruptedException {
        int threads = 4;
        int calls = 30_000;
        try (TraceScene scene = new TraceScene(new TraceBounds(1_000_000, 256 << 20))) {
            List<Thread> all = new ArrayList<>();
            for (int t = 1; t <= threads; t++) {
                int tid = t;
                Thread thread = new Thread(() -> {
                    RecordScript script = new RecordScript(scene.store.log(), scene.store.origin());
                    for (int i = 0; i < calls; i++) {
                        script.entry(tid, tid, TraceScene.OPENAT, new long[] {i, 1, 0}, null, "/" + tid + "/" + i);
                        script.exit(tid, tid, TraceScene.OPENAT, i);
                    }
                });
                all.add(thread);
                thread.start();
            }
            for (Thread thread : all) {
                thread.join();
            }
            scene.done();
            assertEquals(0, scene.store.lost());
            assertEquals((long) threads * calls, scene.store.endRow());
            int[] next = new int[threads + 1];
            for (long i = 0; i < scene.store.endRow(); i++) {
                TraceRow row = scene.store.row(i);
                int number = next[row.tid()]++;
                assertEquals(number + ", \"/" + row.tid() + "/" + number + "\", O_RDONLY, 00", row.arguments());
                assertEquals(number, row.value());
            }
        }
    }

    @Test
    void whatTheStoreCannotTakeIsCounted() {
        // The store's thread is not asked to keep up: the log alone is smaller than what is put into it at once.
        var log = new isthmus.linux.trace.TraceLog(2 << 20, false);
        RecordScript script = new RecordScript(log, 0);
        for (int i = 0; i < 100_000; i++) {
            script.exit(1, 1, TraceScene.CLOSE, 0);
        }
        assertTrue(log.lost() > 0);
        long kept = 0;
        var record = new isthmus.linux.trace.TraceRecord();
        while (log.next(record)) {
            kept++;
        }
        assertEquals(100_000, kept + log.lost());
        log.releaseBefore(record.position());
        script.exit(1, 1, TraceScene.CLOSE, 0);
        assertEquals(0, log.lost());
        assertTrue(log.next(record));
        assertEquals(isthmus.linux.trace.TraceEvent.Kind.LOST, record.kind());
        assertEquals(100_000 - kept, record.result());
        assertTrue(log.next(record));
    }

    @Test
    void theLastFailuresAndWhatIsMissing() {
        try (TraceScene scene = new TraceScene().usual()) {
            TraceSummaryOfRun summary = TraceSummaryOfRun.of(scene.store, 1);
            assertEquals(2, summary.failed());
            assertEquals("keyctl", summary.lastFailures().get(0).call());
            assertEquals(List.of(new TraceSummaryOfRun.Missing("keyctl", 1)), summary.missing());
            assertTrue(summary.complete());
        }
    }

    @Test
    void whatNoProgramMissesDoesNotHideWhatMatters() {
        try (TraceScene scene = new TraceScene()) {
            scene.open(2, 2, "/none", TraceScene.ENOENT)
                    .call(2, 2, TraceScene.RSEQ, TraceScene.ENOSYS)
                    .done();
            TraceSummaryOfRun summary = TraceSummaryOfRun.of(scene.store, 5);
            assertEquals(
                    List.of("openat"),
                    summary.lastFailures().stream().map(TraceRow::call).toList());
            assertEquals(List.of(), summary.missing());
            assertEquals(
                    "-1 ENOSYS (Function not implemented)", scene.store.row(1).result());
        }
    }
}

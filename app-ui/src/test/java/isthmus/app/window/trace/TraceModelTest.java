package isthmus.app.window.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.record.TraceRow;
import isthmus.app.record.TraceRuns;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The view model without a toolkit: the test's thread is the one that the model lives on. */
class TraceModelTest {
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final List<String> changes = new ArrayList<>();
    private TraceRuns runs;
    private TraceModel model;

    @BeforeEach
    void start() {
        runs = new TraceRuns();
        model = new TraceModel(runs.store(), tasks::add);
        model.rows().addListener((ListChangeListener<TraceRow>) change -> {
            while (change.next()) {
                changes.add(
                        change.wasUpdated()
                                ? "updated " + change.getFrom()
                                : "+" + change.getAddedSize() + " -" + change.getRemovedSize());
            }
        });
        model.start();
    }

    @AfterEach
    void end() {
        model.close();
        runs.close();
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Runnable task = tasks.poll(20, TimeUnit.SECONDS);
            assertNotNull(task, "the model did not change");
            task.run();
        }
    }

    @Test
    void rowsComeAndAreDecodedWhenTheyAreAskedFor() throws InterruptedException {
        runs.openTwo();
        await(() -> model.rows().size() == 2);
        assertEquals("openat", model.rows().get(0).call());
        assertEquals(2, model.shownProperty().get());
        assertEquals(0, model.hiddenProperty().get());
        runs.openTwo();
        await(() -> model.rows().size() == 4);
        assertTrue(changes.stream().allMatch(c -> c.endsWith("-0")), changes::toString);
    }

    @Test
    void nothingChangesWhileNobodyCanSeeIt() throws InterruptedException {
        model.setInFront(false);
        runs.openTwo();
        Runnable news = tasks.poll(20, TimeUnit.SECONDS);
        assertNotNull(news);
        news.run();
        assertEquals(List.of(), changes);
        assertEquals(0, model.shownProperty().get());
        model.setInFront(true);
        await(() -> model.shownProperty().get() == 2);
        assertEquals(2, model.rows().size());
        runs.openTwo();
        await(() -> model.rows().size() == 4);
    }

    @Test
    void aCallThatReturnsIsUpdatedInPlace() throws InterruptedException {
        runs.beginRead();
        await(() -> model.rows().size() == 1);
        assertTrue(model.rows().get(0).unfinished());
        runs.endRead();
        await(() -> changes.contains("updated 0"));
        assertEquals("3, \"ab\", 8", model.rows().get(0).arguments());
    }

    @Test
    void aFilterHidesAndShowsAgain() throws InterruptedException {
        runs.openTwo();
        await(() -> model.rows().size() == 2);
        model.expressionProperty().set("errno:*");
        assertTrue(model.busyProperty().get());
        await(() -> !model.busyProperty().get());
        assertEquals(1, model.rows().size());
        assertEquals(1, model.hiddenProperty().get());
        assertEquals(0, model.place(1));
        assertEquals(-1, model.place(0));
        model.expressionProperty().set("");
        await(() -> !model.busyProperty().get());
        assertEquals(2, model.rows().size());
    }

    @Test
    void aMistakeLeavesWhatIsShown() throws InterruptedException {
        runs.openTwo();
        model.expressionProperty().set("errno:*");
        await(() -> model.rows().size() == 1 && model.hiddenProperty().get() == 1);
        model.expressionProperty().set("errno:* and (");
        assertNotNull(model.mistakeProperty().get());
        assertEquals(13, model.mistakeProperty().get().position());
        assertEquals(1, model.rows().size());
        model.expressionProperty().set("errno:*");
        assertNull(model.mistakeProperty().get());
        assertFalse(model.busyProperty().get());
    }

    @Test
    void whatIsChosenWritesTheExpression() throws InterruptedException {
        runs.openTwo();
        await(() -> model.rows().size() == 2);
        List<String> terms = TraceMenu.terms(model.rows().get(1));
        assertEquals(List.of("call:openat", "errno:ENOENT", "path:/etc/none", "path:/etc/*", "pid:2", "tid:2"), terms);
        model.include(terms.get(0));
        model.exclude(terms.get(1));
        assertEquals(
                "call:openat and not errno:ENOENT", model.expressionProperty().get());
        await(() -> !model.busyProperty().get() && model.rows().size() == 1);
        model.highlight("path:/etc/passwd");
        assertTrue(model.isHighlighted(model.rows().get(0)));
        assertThrows(IllegalArgumentException.class, () -> model.highlight("("));
    }

    @Test
    void whilePausedNothingComes() throws InterruptedException {
        runs.openTwo();
        await(() -> model.rows().size() == 2);
        model.pausedProperty().set(true);
        runs.openTwo();
        while (runs.store().endRow() < 4) {
            Thread.onSpinWait();
        }
        tasks.forEach(Runnable::run);
        assertEquals(2, model.rows().size());
        model.expressionProperty().set("errno:*"); // of the rows that there were
        await(() -> !model.busyProperty().get());
        assertEquals(1, model.rows().size());
        model.expressionProperty().set("");
        await(() -> !model.busyProperty().get());
        assertEquals(2, model.rows().size());
        model.pausedProperty().set(false);
        await(() -> model.rows().size() == 4);
    }

    @Test
    void whileTheEndIsFollowedTheLastRowsAreThere() throws InterruptedException {
        int count = 2 * TraceRows.FOLLOWED;
        for (int i = 0; i < count / 2; i++) {
            runs.openTwo();
        }
        await(() -> model.shownProperty().get() == count);
        assertEquals(TraceRows.FOLLOWED, model.rows().size());
        assertEquals(count - 1L, model.rows().getLast().index());
        assertEquals(-1, model.place(0));
        assertEquals(0, model.row(0).index());
        changes.clear();
        runs.openTwo();
        await(() -> model.shownProperty().get() == count + 2);
        assertEquals(TraceRows.FOLLOWED, model.rows().size());
        assertEquals(List.of("+0 -2", "+2 -0"), changes);
        changes.clear();
        model.setFollowing(false);
        assertEquals(List.of("+" + (count + 2 - TraceRows.FOLLOWED) + " -0"), changes);
        assertEquals(0, model.rows().getFirst().index());
        assertEquals(7, model.place(7));
        changes.clear();
        runs.openTwo();
        await(() -> model.shownProperty().get() == count + 4);
        assertEquals(List.of("+2 -0"), changes);
        changes.clear();
        model.setFollowing(true);
        assertEquals(List.of("+0 -" + (count + 4 - TraceRows.FOLLOWED)), changes);
        assertEquals(count + 3L, model.rows().getLast().index());
    }

    @Test
    void anExportThatFailsSaysWhyInWords() {
        assertEquals("you may not write there", ExportBar.why(new AccessDeniedException("/x/.part")));
        assertEquals("there is no such folder any more", ExportBar.why(new NoSuchFileException("/x/.part")));
        assertEquals("No space left", ExportBar.why(new FileSystemException("/x/.part", null, "No space left")));
        assertEquals("words", ExportBar.why(new IOException("words")));
    }

    @Test
    void columns() throws InterruptedException {
        runs.openTwo();
        await(() -> model.rows().size() == 2);
        TraceRow row = model.rows().get(1);
        assertEquals("2", TraceColumns.process(row));
        assertEquals("✗ -1 ENOENT (No such file or directory)", TraceColumns.result(row));
        assertEquals("1.00 µs", TraceColumns.duration(row));
        assertEquals("0.000001", TraceColumns.time(1_002));
        assertEquals("12.000345", TraceColumns.time(12_000_345_999L));
    }
}

package isthmus.app.window.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.engine.RunOptions;
import isthmus.app.window.start.FormCheck.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunDialogModelTest {
    private final List<RunOptions> started = new ArrayList<>();

    private RunDialogModel model(RunForm form) {
        return new RunDialogModel(form, started::add);
    }

    private static void check(RunDialogModel model) {
        model.checked(model.revisionProperty().get(), FormCheck.of(model.form()));
    }

    @Test
    void theFormIsWhatWasFilledIn() {
        RunForm form = new RunForm(
                "/", "/bin/sh", "-c x", List.of(new RunForm.Variable("A", "b")), "/tmp", "7", List.of(), "1G", "h");
        assertEquals(form, model(form).form());
        RunDialogModel model = model(form);
        model.addShare("/srv", "/mnt", true);
        model.environment().clear();
        assertEquals(
                List.of(new RunForm.Share("/srv", "/mnt", true)), model.form().shares());
        assertEquals(List.of(), model.form().environment());
    }

    @Test
    void everyChangeIsARevision() {
        RunDialogModel model = model(RunForm.EMPTY);
        long before = model.revisionProperty().get();
        model.programProperty().set("/a");
        model.programProperty().set("/ab");
        model.addVariable("", "");
        model.environment().getFirst().name().set("A");
        assertEquals(before + 4, model.revisionProperty().get());
    }

    @Test
    void answersAboutOlderRevisionsAreDropped() {
        RunDialogModel model = model(RunForm.EMPTY.withRoot("/").withProgram("/bin/sh"));
        long old = model.revisionProperty().get();
        FormCheck answer = FormCheck.of(model.form());
        model.programProperty().set("/bin/true");
        model.checked(old, answer);
        model.judged(old, new Finding(Finding.Kind.BAD, "late", ""));
        assertTrue(model.options().isEmpty());
        assertEquals(Finding.UNKNOWN, model.findingProperty().get());
        check(model);
        assertEquals("/bin/true", model.options().orElseThrow().command().getFirst());
    }

    @Test
    void emptyFieldsAreErrorsOnlyWhenItIsToRun() {
        RunDialogModel model = model(RunForm.EMPTY);
        model.userProperty().set("me");
        check(model);
        assertEquals("", model.errorProperty(Field.ROOT).get());
        assertFalse(model.errorProperty(Field.USER).get().isEmpty());
        model.start();
        check(model);
        assertFalse(model.errorProperty(Field.ROOT).get().isEmpty());
        assertEquals(Field.ROOT, model.wrongProperty().get());
        assertEquals(List.of(), started);
    }

    @Test
    void itStartsOnceItIsRead() {
        RunDialogModel model = model(RunForm.EMPTY.withRoot("/").withProgram("/bin/sh"));
        check(model);
        assertEquals(List.of(), started);
        model.start();
        check(model);
        check(model);
        assertEquals(1, started.size());
        assertNull(model.wrongProperty().get());
    }

    @Test
    void aChangeTakesTheWishToStartBack() {
        RunDialogModel model = model(RunForm.EMPTY.withRoot("/").withProgram("/bin/sh"));
        model.start();
        model.argumentsProperty().set("-x");
        check(model);
        assertEquals(List.of(), started);
    }
}

package isthmus.app.window.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.engine.RunOptions;
import isthmus.app.window.start.FormCheck.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormCheckTest {
    @TempDir
    Path folder;

    private RunForm form(String arguments, String workdir, String user, String memory, String hostname) {
        return new RunForm(
                folder.toString(),
                "/bin/täst",
                arguments,
                List.of(new RunForm.Variable("A", "1 2"), new RunForm.Variable("", "")),
                workdir,
                user,
                List.of(new RunForm.Share(folder.toString(), "/mnt", true), new RunForm.Share("", "", true)),
                memory,
                hostname);
    }

    @Test
    void aRightFormIsTheOptionsThatItSays() {
        FormCheck check = FormCheck.of(form("-c 'a b' ü", "/tmp", "1000:100", "512M", "host"));
        assertEquals(Map.of(), check.errors());
        RunOptions options = check.options().orElseThrow();
        assertEquals(List.of("/bin/t\u00c3\u00a4st", "-c", "a b", "\u00c3\u00bc"), options.command());
        assertEquals(Map.of("A", "1 2"), options.environment());
        assertEquals(1000, options.user().uid());
        assertEquals(100, options.user().gid());
        assertEquals(512L << 20, options.memory().orElseThrow());
        assertEquals(1, options.volumes().size());
        assertTrue(options.volumes().getFirst().readOnly());
    }

    @Test
    void optionsAndFormsAreTheSame() {
        RunForm form = FormCheck.of(form("-c 'a b' ü", "/tmp", "1000:100", "512M", "host"))
                .options()
                .map(RunForm::of)
                .orElseThrow();
        assertEquals("/bin/täst", form.program());
        assertEquals("-c 'a b' ü", form.arguments());
        assertEquals("512M", form.memory());
        assertEquals("1000:100", form.user());
        assertEquals(form, FormCheck.of(form).options().map(RunForm::of).orElseThrow());
    }

    @Test
    void eachErrorIsAtItsField() {
        FormCheck check = FormCheck.of(form("'open", "tmp", "root", "much", "-"));
        assertEquals(
                Set.of(Field.ARGUMENTS, Field.WORKDIR, Field.USER, Field.MEMORY, Field.HOSTNAME),
                check.errors().keySet());
        assertTrue(check.options().isEmpty());
        assertTrue(check.root().isPresent());
        check.errors().values().forEach(error -> {
            assertTrue(error.endsWith("."), error);
            assertTrue(Character.isUpperCase(error.charAt(0)), error);
        });
    }

    @Test
    void whatIsMissingIsAskedFor() {
        FormCheck check = FormCheck.of(RunForm.EMPTY);
        assertEquals(Set.of(Field.ROOT, Field.PROGRAM), check.errors().keySet());
    }

    @Test
    void aFileCannotBeShared() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        RunForm form = RunForm.EMPTY
                .withRoot(folder.toString())
                .withProgram("/x")
                .withShare(new RunForm.Share(file.toString(), "/mnt", false));
        assertTrue(FormCheck.of(form).errors().get(Field.SHARES).contains("no folder"));
        RunForm gone = RunForm.EMPTY.withRoot(folder.resolve("gone").toString()).withProgram("/x");
        assertFalse(FormCheck.of(gone).errors().get(Field.ROOT).isEmpty());
    }

    /** What the person sees in the form is what the program gets, and what the copied command says. */
    @Test
    void programsOfTheWindowHaveAUtf8LocaleUnlessItIsTakenOut() {
        RunForm usual = RunForm.EMPTY.withRoot(folder.toString()).withProgram("/x");
        assertEquals(List.of(new RunForm.Variable("LANG", "C.UTF-8")), usual.environment());
        RunOptions options = FormCheck.of(usual).options().orElseThrow();
        assertEquals(Map.of("LANG", "C.UTF-8"), options.environment());
        assertTrue(options.asCommand().contains(" --env=LANG=C.UTF-8 "), options::asCommand);
        assertEquals(usual, RunForm.of(options));
        RunForm none = new RunForm(usual.root(), "/x", "", List.of(), "/", "0", List.of(), "", usual.hostname());
        assertEquals(Map.of(), FormCheck.of(none).options().orElseThrow().environment());
    }

    @Test
    void aVariableIsThereOnce() {
        RunForm twice = new RunForm(
                folder.toString(),
                "/x",
                "",
                List.of(new RunForm.Variable("A", "1"), new RunForm.Variable("A", "2")),
                "/",
                "0",
                List.of(),
                "",
                "isthmus");
        assertTrue(FormCheck.of(twice).errors().containsKey(Field.ENVIRONMENT));
    }
}

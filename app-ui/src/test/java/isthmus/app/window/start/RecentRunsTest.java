package isthmus.app.window.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.app.window.Settings;
import isthmus.app.window.SettingsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentRunsTest {
    @TempDir
    Path folder;

    private Settings settings(Map<String, String> values) {
        return new Settings(values, new SettingsFile(folder), Runnable::run, e -> {
            throw new AssertionError(e);
        });
    }

    @Test
    void theLatestIsFirstAndEachIsThereOnce() {
        RecentRuns recent = new RecentRuns(settings(Map.of()));
        RunForm a = RunForm.EMPTY.withProgram("/a");
        RunForm b = RunForm.EMPTY.withProgram("/b");
        recent.add(a);
        recent.add(b);
        recent.add(a);
        assertEquals(List.of(a, b), recent.all());
        recent.remove(a);
        assertEquals(List.of(b), recent.all());
    }

    @Test
    void theOldestAreForgotten() {
        RecentRuns recent = new RecentRuns(settings(Map.of()));
        for (int i = 0; i < 20; i++) {
            recent.add(RunForm.EMPTY.withProgram("/" + i));
        }
        assertEquals(RecentRuns.LIMIT, recent.all().size());
        assertEquals("/19", recent.all().getFirst().program());
    }

    @Test
    void theyAreRememberedAsTheyWere() {
        Settings settings = settings(Map.of());
        RunForm all = new RunForm(
                "/räum/x y",
                "/bin/sh",
                "-c 'a=b\nc' \\\\",
                List.of(new RunForm.Variable("A", "=\t"), new RunForm.Variable("B", "")),
                "/tmp",
                "1:2",
                List.of(new RunForm.Share("/srv", "/mnt", false)),
                "1G",
                "h");
        new RecentRuns(settings).add(all);
        assertEquals(List.of(all), new RecentRuns(settings).all());
    }
}

package isthmus.app.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    @TempDir
    Path folder;

    @Test
    void whatIsSavedIsLoaded() throws IOException {
        SettingsFile file = new SettingsFile(folder.resolve("new"));
        assertEquals(Map.of(), file.load());
        Map<String, String> values = Map.of("a", "1", "b.c", "ü\n= ");
        file.save(values);
        file.save(values);
        assertEquals(values, file.load());
        try (Stream<Path> files = Files.list(folder.resolve("new"))) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aFileThatCannotBeReadIsToldOf() throws IOException {
        SettingsFile file = new SettingsFile(folder);
        Files.writeString(file.path(), "a=\\u00zz");
        assertThrows(IOException.class, file::load);
        Files.write(file.path(), new byte[] {'a', '=', (byte) 0xff});
        assertThrows(IOException.class, file::load);
    }

    @Test
    void onlyAChangeIsWritten() {
        List<Runnable> writes = new ArrayList<>();
        Settings settings = new Settings(Map.of("theme", "dark"), new SettingsFile(folder), writes::add, e -> {});
        settings.put("theme", "dark");
        settings.setGroup("window.", Map.of());
        assertEquals(0, writes.size());
        settings.put("theme", "light");
        settings.setGroup("window.", Map.of("x", "1"));
        assertEquals(2, writes.size());
        assertEquals(Map.of("x", "1"), settings.group("window."));
        settings.setGroup("window.", Map.of("y", "2"));
        assertEquals(Map.of("y", "2"), settings.group("window."));
    }
}

package isthmus.app.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.files.HostNames;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeTest {
    @TempDir
    Path folder;

    private void parses(String host) {
        Volume volume = Volume.parse("--volume", host + ":/src");
        assertEquals(folder, volume.host());
        assertEquals("/src", volume.guest());
        assertFalse(volume.readOnly());
        assertTrue(Volume.parse("--volume", host + ":/src:ro").readOnly());
        assertFalse(Volume.parse("--volume", host + ":/src:rw").readOnly());
        assertEquals("/", Volume.parse("--volume", host + ":/").guest());
    }

    @Test
    void hostPaths() {
        parses(HostNames.bytes(folder));
    }

    @Test
    void spellingsOfThisHost() {
        String path = HostNames.bytes(folder);
        List<String> spellings = File.separatorChar == '\\'
                ? List.of(path.replace('\\', '/'), "\\\\?\\" + path, path.toLowerCase(Locale.ROOT))
                : List.of(path);
        spellings.forEach(this::parses);
    }

    @Test
    void badForms() {
        String path = HostNames.bytes(folder);
        for (String bad : new String[] {path, path + ":src", path + ":/src:rx", ":/src", path + "/missing:/src", ""}) {
            assertThrows(OptionException.class, () -> Volume.parse("--volume", bad), bad);
        }
    }

    @Test
    void aDriveIsNoHostPathOfItsOwn() {
        assertTrue(HostPaths.isDriveLetter("C:/Users", 1, true));
        assertTrue(HostPaths.isDriveLetter("z:/", 1, true));
        assertFalse(HostPaths.isDriveLetter("C:/Users", 1, false));
        assertFalse(HostPaths.isDriveLetter("1:/x", 1, true));
        assertFalse(HostPaths.isDriveLetter("C:/Users:/x", 8, true));
    }
}

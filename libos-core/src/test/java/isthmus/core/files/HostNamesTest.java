package isthmus.core.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HostNamesTest {
    @TempDir
    Path directory;

    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere a name is text and not every byte sequence is one
    void anyBytesSurviveTheWayToTheHostAndBack() throws IOException {
        Set<String> names = new TreeSet<>(
                Set.of("plain", "a b%41", "\u00ff\u0080z", "\u00c3\u00a4", "%\u00fe?#", "\u0001\u00e4\n"));
        StringBuilder all = new StringBuilder();
        for (char c = 1; c < 256; c++) {
            if (c != '/') {
                all.append(c);
            }
        }
        names.add(all.toString());
        for (String name : names) {
            Files.write(HostNames.resolve(directory, name), new byte[] {(byte) name.length()});
        }
        Files.createDirectory(HostNames.resolve(directory, "d\u00f0"));
        names.add("d\u00f0");

        Set<String> seen = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = HostNames.name(entry);
                seen.add(name);
                if (Files.isRegularFile(entry)) {
                    byte[] expected = {(byte) name.length()};
                    assertArrayEquals(expected, Files.readAllBytes(HostNames.resolve(directory, name)));
                }
            }
        }
        assertEquals(names, seen);
    }

    @Test
    void aWrittenPathIsRelativeToTheWorkingDirectoryOrAbsolute() {
        assertEquals(Path.of("a/b"), HostNames.path("a/b"));
        assertEquals(
                Path.of("").toAbsolutePath(),
                HostNames.path("d\u00c3\u00b0").toAbsolutePath().getParent());
        Path absolute = HostNames.path("/d\u00c3\u00b0/e");
        assertEquals(Path.of("/d/e").getRoot(), absolute.getRoot());
        assertEquals("d\u00c3\u00b0", HostNames.name(absolute.getParent()));
    }

    @Test
    void aRootHasNoName() {
        assertEquals("", HostNames.name(directory.getRoot()));
    }
}

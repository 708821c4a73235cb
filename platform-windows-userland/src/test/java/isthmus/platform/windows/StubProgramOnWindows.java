package isthmus.platform.windows;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;

class StubProgramOnWindows {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_600_000_000_000L);

    @Test
    void whatJvmsThatWereKilledLeftIsRemovedUnlessItIsInUse() throws IOException {
        StubProgram mine = new StubProgram(new byte[] {1});
        Path folder = mine.file.getParent();
        Files.setLastModifiedTime(mine.file, LONG_AGO);
        Path left = old(folder.resolve("isthmus-stub-4711.exe"));
        Path others = old(folder.resolve("isthmus-stub-setup.exe"));
        Path fresh = Files.write(folder.resolve("isthmus-stub-4712.exe"), new byte[] {1});
        StubProgram.removeOld(folder);
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(others), "not ours");
        assertTrue(Files.exists(fresh), "just being made");
        assertTrue(Files.exists(mine.file), "in use");
        Files.delete(others);
        Files.delete(fresh);
        assertNull(mine.delete());
        assertFalse(Files.exists(mine.file));
    }

    private static Path old(Path file) throws IOException {
        Files.write(file, new byte[] {1});
        return Files.setLastModifiedTime(file, LONG_AGO);
    }

    @Test
    void aRunLeavesNoProgramBehind() {
        for (int i = 0; i < 3; i++) {
            Path program;
            try (WindowsPlatform platform = new WindowsPlatform(System.err::println)) {
                program = Path.of(platform.program());
                assertTrue(Files.exists(program));
            }
            assertFalse(Files.exists(program));
        }
    }
}

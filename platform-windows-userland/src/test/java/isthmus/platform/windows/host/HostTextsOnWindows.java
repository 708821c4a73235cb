package isthmus.platform.windows.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import isthmus.core.Errno;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTextsOnWindows {
    private static final int GENERIC_READ = 1 << 31;
    private static final int OPEN_EXISTING = 3;

    private static final class Kernel32 {
        static {
            Native.register(Kernel32.class, "kernel32");
        }

        static native Pointer CreateFileW(
                WString file, int access, int sharing, Pointer security, int disposition, int flags, Pointer template);

        static native int CloseHandle(Pointer handle);
    }

    @Test
    void errors() {
        Map<String, Errno> texts = FileErrors.texts();
        assertTrue(texts.size() > 20, texts::toString);
        assertTrue(new HashSet<>(texts.values())
                .containsAll(List.of(Errno.ENOSPC, Errno.EBUSY, Errno.EPERM, Errno.ENOTEMPTY)));
    }

    @Test
    void whatAnotherProgramHasForItselfIsBusy(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("f"), new byte[1]);
        Pointer only =
                Kernel32.CreateFileW(new WString(file.toString()), GENERIC_READ, 0, null, OPEN_EXISTING, 0, null);
        try {
            String reason = assertThrows(FileSystemException.class, () -> Files.newInputStream(file))
                    .getReason()
                    .strip();
            assertEquals(
                    List.of(Errno.EBUSY),
                    FileErrors.texts().entrySet().stream()
                            .filter(text -> text.getKey().strip().equals(reason))
                            .map(Map.Entry::getValue)
                            .toList(),
                    reason);
        } finally {
            Kernel32.CloseHandle(only);
        }
    }

    @Test
    void commandLine() {
        List<String> words = CommandLine.words();
        assertTrue(words.size() > 1 && words.get(0).contains("java"), words::toString);
        assertEquals(words, CommandLine.words());
    }
}

package isthmus.platform.windows.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.Errno;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostTextsOnWindows {
    @Test
    void errors() {
        Map<String, Errno> texts = FileErrors.texts();
        assertTrue(texts.size() > 20, texts::toString);
        assertTrue(new HashSet<>(texts.values())
                .containsAll(List.of(Errno.ENOSPC, Errno.EBUSY, Errno.EPERM, Errno.ENOTEMPTY)));
    }

    @Test
    void commandLine() {
        List<String> words = CommandLine.words();
        assertTrue(words.size() > 1 && words.get(0).contains("java"), words::toString);
        assertEquals(words, CommandLine.words());
    }
}

package isthmus.linux.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The list for users says what the table says. {@code -Disthmus.write.docs=true} writes it anew. */
class SystemCallDocumentTest {
    private static Path document() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("isthmus.cmd"))) {
            folder = folder.getParent();
        }
        return folder.resolve("docs/syscalls.md");
    }

    @Test
    void theCommittedListIsUpToDate() throws IOException {
        String text = SystemCallDocument.text(new SystemCallTable(Topics.ALL));
        if (Boolean.getBoolean("isthmus.write.docs")) {
            Files.writeString(document(), text);
        }
        assertEquals(
                text,
                Files.readString(document()),
                "run the test with -Disthmus.write.docs=true and commit docs/syscalls.md");
    }

    @Test
    void everyNumberOfTheFirstTableHasARow() {
        SystemCallTable table = new SystemCallTable(Topics.ALL);
        for (int number = 0; number <= 334; number++) {
            assertNotNull(table.get(number), "number " + number);
        }
    }
}

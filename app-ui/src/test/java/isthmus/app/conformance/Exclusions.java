package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tests that are known to fail, as data: a line is {@code NAME | PLATFORM | REASON}, {@code #} starts a comment. An
 * excluded test that passes is a failure, so that the file stays true. A reason that begins with {@code left out:}
 * belongs to a test that is not even run, as it would spoil others.
 */
final class Exclusions {
    private final Map<String, String> reasons = new HashMap<>();

    Exclusions(Path file, String platform) throws IOException {
        for (String line : Files.readAllLines(file)) {
            String text = line.replaceAll("#.*", "").strip();
            if (text.isEmpty()) {
                continue;
            }
            String[] parts = text.split("\\s*\\|\\s*");
            if (parts.length != 3 || parts[2].isBlank()) {
                throw new IOException(file + ": not of the form NAME | PLATFORM | REASON: " + line);
            }
            if (parts[1].equals(platform) || parts[1].equals("*")) {
                reasons.put(parts[0], parts[2]);
            }
        }
    }

    Optional<String> reason(String name) {
        return Optional.ofNullable(reasons.get(name));
    }

    /** Those that are not to be run at all. */
    List<String> leftOut() {
        return reasons.keySet().stream().filter(this::isLeftOut).sorted().toList();
    }

    boolean isLeftOut(String name) {
        return reasons.getOrDefault(name, "").startsWith("left out:");
    }

    Set<String> names() {
        return reasons.keySet();
    }

    int count() {
        return reasons.size();
    }

    /**
     * Fails if a test failed that is not excluded, or passed that is.
     *
     * @param difference what is wrong, or null
     */
    void judge(String name, String difference) {
        if (reason(name).isPresent()) {
            assertNotNull(difference, name + " is excluded but passes: take it out of exclusions.txt");
        } else {
            assertNull(difference, name + ": " + difference);
        }
    }

    /** Fails if they are more than 3 % of so many tests. */
    void assertFew(int all) {
        assertTrue(count() * 100 <= all * 3, count() + " exclusions are more than 3 % of " + all);
    }
}

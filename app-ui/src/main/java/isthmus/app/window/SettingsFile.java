package isthmus.app.window;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Keeps what the window remembers, as a properties file of this user. May be used by any thread, by one at a time. */
public final class SettingsFile {
    /** A system property that names another folder. */
    static final String FOLDER_PROPERTY = "isthmus.settings";

    private final Path file;

    public SettingsFile(Path folder) {
        this.file = folder.resolve("window.properties");
    }

    /** The one of this user, where the host wants such files: in {@code %LOCALAPPDATA%} or by the XDG base directory specification. */
    static SettingsFile ofUser() {
        String named = System.getProperty(FOLDER_PROPERTY);
        if (named != null) {
            return new SettingsFile(Path.of(named));
        }
        String appData = System.getenv("LOCALAPPDATA");
        if (appData != null) {
            return new SettingsFile(Path.of(appData, "Isthmus"));
        }
        String config = System.getenv("XDG_CONFIG_HOME");
        Path base = config != null && Path.of(config).isAbsolute()
                ? Path.of(config)
                : Path.of(System.getProperty("user.home"), ".config");
        return new SettingsFile(base.resolve("isthmus"));
    }

    Path path() {
        return file;
    }

    /** Empty if there is no file yet. */
    Map<String, String> load() throws IOException {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            read.load(reader);
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IllegalArgumentException | UncheckedIOException e) { // a malformed \\u
            throw new IOException(e.getMessage(), e);
        }
        Map<String, String> values = new TreeMap<>();
        read.stringPropertyNames().forEach(key -> values.put(key, read.getProperty(key)));
        return values;
    }

    /** Replaces the file as a whole, so that a reader never sees half of it. */
    void save(Map<String, String> values) throws IOException {
        Properties written = new Properties();
        written.putAll(values);
        Files.createDirectories(file.getParent());
        Path part = Files.createTempFile(file.getParent(), "window", ".part");
        try (Writer writer = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
            written.store(writer, null);
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
}

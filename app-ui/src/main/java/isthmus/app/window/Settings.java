package isthmus.app.window;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What the window remembers, by name. Used on the JavaFX thread; written on another, in order. */
public final class Settings {
    private final Map<String, String> values;
    private final SettingsFile file;
    private final Executor writer;
    private final Consumer<IOException> failed;

    /**
     * @param writer runs one after another
     * @param failed hears on the writer's thread that nothing could be written
     */
    public Settings(Map<String, String> values, SettingsFile file, Executor writer, Consumer<IOException> failed) {
        this.values = new TreeMap<>(values);
        this.file = file;
        this.writer = writer;
        this.failed = failed;
    }

    public String get(String key, String otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    public void put(String key, String value) {
        if (!value.equals(values.put(key, value))) {
            save();
        }
    }

    /** The values whose keys begin so; without that beginning. */
    public Map<String, String> group(String prefix) {
        Map<String, String> group = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                group.put(key.substring(prefix.length()), value);
            }
        });
        return group;
    }

    /** Replaces the values whose keys begin so. */
    public void setGroup(String prefix, Map<String, String> group) {
        if (!group.equals(group(prefix))) {
            values.keySet().removeIf(key -> key.startsWith(prefix));
            group.forEach((key, value) -> values.put(prefix + key, value));
            save();
        }
    }

    private void save() {
        Map<String, String> copy = Map.copyOf(values);
        writer.execute(() -> {
            try {
                file.save(copy);
            } catch (IOException e) {
                failed.accept(e);
            }
        });
    }
}

package isthmus.app.window.start;

import isthmus.app.window.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What was run before, the latest first, each thing once; remembered. */
public final class RecentRuns {
    static final int LIMIT = 12;
    private static final String PREFIX = "recent.";

    private final Settings settings;
    private final ObservableList<RunForm> all = FXCollections.observableArrayList();
    private final ObservableList<RunForm> seen = FXCollections.unmodifiableObservableList(all);

    public RecentRuns(Settings settings) {
        this.settings = settings;
        Map<String, String> remembered = settings.group(PREFIX);
        for (int i = 0; i < LIMIT; i++) {
            FormValues values = new FormValues(remembered, i + ".");
            if (values.isThere()) {
                all.add(values.read());
            }
        }
    }

    public ObservableList<RunForm> all() {
        return seen;
    }

    /** Puts it first. */
    public void add(RunForm form) {
        List<RunForm> now = new ArrayList<>(all);
        now.remove(form);
        now.addFirst(form);
        set(now.subList(0, Math.min(LIMIT, now.size())));
    }

    public void remove(RunForm form) {
        List<RunForm> now = new ArrayList<>(all);
        now.remove(form);
        set(now);
    }

    /** The root file systems of them, each once. */
    List<String> roots() {
        return all.stream().map(RunForm::root).distinct().toList();
    }

    private void set(List<RunForm> now) {
        all.setAll(now);
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < now.size(); i++) {
            new FormValues(values, i + ".").write(now.get(i));
        }
        settings.setGroup(PREFIX, values);
    }
}

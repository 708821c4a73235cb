package isthmus.app.window.start;

import isthmus.app.window.start.RunForm.Share;
import isthmus.app.window.start.RunForm.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A form as values with names that begin alike. What is missing is as in an empty form. */
final class FormValues {
    private final Map<String, String> values;
    private final String prefix;

    FormValues(Map<String, String> values, String prefix) {
        this.values = values;
        this.prefix = prefix;
    }

    boolean isThere() {
        return values.containsKey(prefix + "program");
    }

    RunForm read() {
        RunForm usual = RunForm.EMPTY;
        List<Variable> environment = new ArrayList<>();
        for (int i = 0; values.containsKey(prefix + "variable." + i + ".name"); i++) {
            environment.add(new Variable(get("variable." + i + ".name", ""), get("variable." + i + ".value", "")));
        }
        List<Share> shares = new ArrayList<>();
        for (int i = 0; values.containsKey(prefix + "share." + i + ".host"); i++) {
            shares.add(new Share(
                    get("share." + i + ".host", ""),
                    get("share." + i + ".guest", ""),
                    Boolean.parseBoolean(get("share." + i + ".readonly", "true"))));
        }
        return new RunForm(
                get("root", usual.root()),
                get("program", usual.program()),
                get("arguments", usual.arguments()),
                environment,
                get("workdir", usual.workdir()),
                get("user", usual.user()),
                shares,
                get("memory", usual.memory()),
                get("hostname", usual.hostname()));
    }

    void write(RunForm form) {
        put("root", form.root());
        put("program", form.program());
        put("arguments", form.arguments());
        for (int i = 0; i < form.environment().size(); i++) {
            put("variable." + i + ".name", form.environment().get(i).name());
            put("variable." + i + ".value", form.environment().get(i).value());
        }
        put("workdir", form.workdir());
        put("user", form.user());
        for (int i = 0; i < form.shares().size(); i++) {
            Share share = form.shares().get(i);
            put("share." + i + ".host", share.host());
            put("share." + i + ".guest", share.guest());
            put("share." + i + ".readonly", String.valueOf(share.readOnly()));
        }
        put("memory", form.memory());
        put("hostname", form.hostname());
    }

    private String get(String name, String otherwise) {
        return values.getOrDefault(prefix + name, otherwise);
    }

    private void put(String name, String value) {
        values.put(prefix + name, value);
    }
}

package isthmus.app.window.trace;

import isthmus.app.record.TraceRow;
import isthmus.app.record.TraceTerms;
import isthmus.app.window.Strings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/** What can be done about a row: each way writes a term of it into the filter, so that one learns the language. */
final class TraceMenu {
    private final TraceModel model;
    private final Runnable copy;
    private final ContextMenu menu = new ContextMenu();

    TraceMenu(TraceModel model, Runnable copy) {
        this.model = model;
        this.copy = copy;
    }

    ContextMenu menu() {
        return menu;
    }

    /** Makes it about a row.
     *
     * @param row null for none */
    void fill(TraceRow row) {
        menu.getItems().clear();
        if (row == null) {
            return;
        }
        List<String> terms = terms(row);
        menu.getItems()
                .addAll(
                        group("trace.include", terms, model::include),
                        group("trace.exclude", terms, model::exclude),
                        group("trace.highlight", terms, model::highlight),
                        item(Strings.of("trace.highlight.none"), () -> model.highlight("")),
                        new SeparatorMenuItem(),
                        item(Strings.of("trace.copy"), copy));
    }

    private static Menu group(String key, List<String> terms, Consumer<String> action) {
        Menu group = new Menu(Strings.of(key));
        group.setId(key.replace('.', '-'));
        for (String term : terms) {
            group.getItems().add(item(term, () -> action.accept(term)));
        }
        return group;
    }

    private static MenuItem item(String text, Runnable action) {
        MenuItem item = new MenuItem(text);
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        return item;
    }

    /** What a filter can say of the row, the most usual first. */
    static List<String> terms(TraceRow row) {
        List<String> terms = new ArrayList<>();
        terms.add(TraceTerms.call(row));
        if (row.failed()) {
            terms.add(TraceTerms.errno(row));
        }
        for (String path : row.paths()) {
            if (!path.isEmpty()) {
                terms.add(TraceTerms.path(path));
                int slash = path.lastIndexOf('/');
                if (slash > 0) {
                    terms.add(TraceTerms.folder(path.substring(0, slash)));
                }
            }
        }
        if (!row.process().isEmpty()) {
            terms.add(TraceTerms.process(row));
        }
        if (row.pid() != 0) {
            terms.add(TraceTerms.pid(row));
            terms.add(TraceTerms.tid(row));
        }
        return terms;
    }
}

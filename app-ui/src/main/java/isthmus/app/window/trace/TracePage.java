package isthmus.app.window.trace;

import isthmus.app.record.TraceStore;
import isthmus.app.window.Background;
import isthmus.app.window.Choosers;
import isthmus.app.window.Page;
import isthmus.app.window.Session;
import isthmus.app.window.Strings;
import isthmus.app.window.WindowAction;
import java.util.List;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

/** The trace of a session, in a tab. */
public final class TracePage implements Page {
    private final TraceModel model;
    private final TraceView view;
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper();

    /** @param store what was recorded of the session */
    public TracePage(Session session, TraceStore store, Background background, Choosers choosers) {
        model = new TraceModel(store, Platform::runLater);
        view = new TraceView(
                model,
                background,
                format ->
                        choosers.save(Strings.of("trace.export.title"), session.name() + "-trace." + format.suffix()));
        title.set(Strings.of("trace.title", session.name()));
        model.start();
    }

    @Override
    public Node node() {
        return view.node();
    }

    @Override
    public ObservableValue<String> title() {
        return title.getReadOnlyProperty();
    }

    @Override
    public List<WindowAction> actions() {
        return view.actions();
    }

    /** Brings a row into view, if the filter lets it. */
    public void show(long row) {
        view.show(row);
    }

    @Override
    public void enter() {
        model.setInFront(true);
        view.enter();
    }

    @Override
    public void leave() {
        model.setInFront(false);
    }

    @Override
    public void close() {
        view.close();
        model.close();
    }
}

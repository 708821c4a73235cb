package isthmus.app.window;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;

/** The main area: one tab for each open place. Used on the JavaFX thread only. */
public final class Workspace {
    /** Makes the pages of all places. */
    record Makers(PageMaker<Place.Start> start, PageMaker<Place.Console> console, PageMaker<Place.Trace> trace) {}

    private record Opened(Place place, Page page, Tab tab) {}

    private final Makers makers;
    private final Windows windows;
    private final TabPane tabs = new TabPane();
    private final Map<Place, Opened> opened = new LinkedHashMap<>();
    private final ReadOnlyObjectWrapper<Place> current = new ReadOnlyObjectWrapper<>();
    private Opened front;

    Workspace(Makers makers, Windows windows) {
        this.makers = makers;
        this.windows = windows;
        tabs.getStyleClass().add("workspace");
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.ALL_TABS);
        tabs.getSelectionModel().selectedItemProperty().addListener((property, old, tab) -> entered(tab));
    }

    Node node() {
        return tabs;
    }

    /** Brings a place to the front; opens it if it is not open. */
    public void show(Place place) {
        Opened known = opened.get(place);
        if (known == null) {
            known = open(place);
        }
        if (front != known) {
            tabs.requestFocus(); // so that it does not go to anything else while its owner is being hidden
        }
        tabs.getSelectionModel().select(known.tab());
    }

    private Opened open(Place place) {
        Page page = switch (place) {
            case Place.Start start -> makers.start().make(start, this);
            case Place.Console console -> makers.console().make(console, this);
            case Place.Trace trace -> makers.trace().make(trace, this);
        };
        Tab tab = new Tab();
        tab.textProperty().bind(page.title());
        tab.setGraphic(PlaceGlyph.of(place));
        tab.setContent(page.node());
        tab.setClosable(!(place instanceof Place.Start));
        tab.setOnCloseRequest(event -> {
            event.consume();
            close(place);
        });
        Opened entry = new Opened(place, page, tab);
        opened.put(place, entry);
        tabs.getTabs().add(tab);
        return entry;
    }

    /** Closes a place; asks first if its page wants that. */
    public void close(Place place) {
        Opened entry = opened.get(place);
        if (entry == null) {
            return;
        }
        entry.page()
                .closeQuestion()
                .ifPresentOrElse(question -> windows.ask(question, () -> remove(place)), () -> remove(place));
    }

    private void remove(Place place) {
        Opened entry = opened.remove(place);
        if (entry == null) {
            return;
        }
        if (front == entry) {
            leave();
        }
        tabs.getTabs().remove(entry.tab());
        entry.tab().textProperty().unbind();
        entry.tab().setContent(null);
        entry.tab().setGraphic(null);
        entry.page().close();
    }

    /** Closes all pages without a question, at the end. */
    void closeAll() {
        leave();
        opened.values().forEach(entry -> entry.page().close());
        opened.clear();
    }

    /** The place in front. */
    public ReadOnlyObjectProperty<Place> currentProperty() {
        return current.getReadOnlyProperty();
    }

    /** The page in front; empty only while the window opens. */
    public Optional<Page> page() {
        return Optional.ofNullable(front).map(Opened::page);
    }

    public boolean isOpen(Place place) {
        return opened.containsKey(place);
    }

    /** Selects the tab so many to the right, around the end. */
    void step(int by) {
        int count = tabs.getTabs().size();
        tabs.getSelectionModel().select(Math.floorMod(tabs.getSelectionModel().getSelectedIndex() + by, count));
    }

    /** Gives the page in front the focus. */
    void focus() {
        page().ifPresent(Page::enter);
    }

    private void entered(Tab tab) {
        leave();
        front = opened.values().stream()
                .filter(entry -> entry.tab() == tab)
                .findFirst()
                .orElse(null);
        current.set(front == null ? null : front.place());
        focus();
        focusOnceShown(front);
    }

    /** A tab that is new can take the focus only after a layout; what was hidden may have lost it to anything by then. */
    private void focusOnceShown(Opened entry) {
        Scene scene = tabs.getScene();
        if (entry == null || scene == null) {
            return;
        }
        Runnable once = new Runnable() {
            @Override
            public void run() {
                scene.removePostLayoutPulseListener(this);
                Platform.runLater(() -> {
                    if (front == entry
                            && !windows.openProperty().get()
                            && !hasFocus(scene, entry.page().node())) {
                        entry.page().enter();
                    }
                });
            }
        };
        scene.addPostLayoutPulseListener(once);
        Platform.requestNextPulse();
    }

    private static boolean hasFocus(Scene scene, Node page) {
        for (Node at = scene.getFocusOwner(); at != null; at = at.getParent()) {
            if (at == page) {
                return true;
            }
        }
        return false;
    }

    private void leave() {
        if (front != null) {
            front.page().leave();
            front = null;
        }
    }
}

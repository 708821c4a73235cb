package isthmus.app.window.console;

import isthmus.app.terminal.Colour;
import isthmus.app.terminal.Search;
import isthmus.app.terminal.Terminal;
import isthmus.app.terminal.TerminalSnapshot;
import isthmus.app.window.WindowAction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.collections.ObservableList;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Background;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.stage.Window;

/**
 * A terminal that a person looks at and types into. Lives on the JavaFX thread, but for {@link #feed}, which any thread may
 * call: what the guest shows is understood there, so that a flood of it slows the guest down and not the window.
 */
public final class TerminalView extends Region implements ViewEvents.Target {
    /** Smaller than this, and the guest is not told: the window is being opened, or folded away. */
    private static final int MIN_COLUMNS = 10;

    private static final int MIN_ROWS = 3;
    /** The size has not changed for so long: nobody drags the window's border. */
    private static final Duration SETTLED = Duration.ofMillis(150);

    private final ConsoleTerminal source;
    private final Terminal terminal;
    private final TerminalInput input;
    private final ConsoleToolkit toolkit;
    private final TerminalScreen screen;
    private final Presenter presenter;
    private final ViewParts parts;
    private final ViewClipboard clipboard;
    private final FindModel find;
    private final List<WindowAction> actions;
    private final ViewHandlers handlers;
    private final DoubleProperty fontSize = new SimpleDoubleProperty();
    private Consumer<String> opener = target -> {};
    private int background = -1;
    private boolean shown;
    private ScheduledFuture<?> settling;

    /** @param source what it shows, and no other view does */
    TerminalView(ConsoleToolkit toolkit, TerminalInput input, ConsoleTerminal source) {
        this.toolkit = toolkit;
        this.input = input;
        this.source = source;
        terminal = source.terminal();
        screen = new TerminalScreen(terminal, toolkit);
        presenter = new Presenter(screen, toolkit, this::painted);
        clipboard = new ViewClipboard(terminal, input, toolkit.primary(), this::askPaste);
        find = new FindModel(terminal, ForkJoinPool.commonPool(), Platform::runLater, this::foundChanged);
        parts = new ViewParts(this, screen.node(), find);
        actions = new ViewActions(this).all();
        handlers = new ViewHandlers(this);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TEXT_AREA);
        getStyleClass().add("terminal-view");
        handlers.install();
        fontSize.bindBidirectional(toolkit.fontSizeProperty());
        fontSize.addListener((property, old, now) -> requestLayout());
        sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::outputScaleXProperty)
                .addListener((property, old, now) -> requestLayout());
        focusedProperty().addListener((property, old, now) -> presenter.setFocused(now));
        sceneProperty().addListener((property, old, scene) -> updateShown());
        setTheme(ConsoleTheme.LIGHT);
        source.events().setTarget(this);
    }

    /** Takes what the guest shows; on the caller's thread, and only while the caller waits. */
    public void feed(byte[] bytes, int offset, int count) {
        source.feed(bytes, offset, count);
    }

    /** What the guest calls itself; empty if it does not. Guest data, in one line. */
    public ReadOnlyStringProperty titleProperty() {
        return source.events().titleProperty();
    }

    /** In units of the scene; the size that is drawn is the nearest whose cells are whole pixels. */
    public DoubleProperty fontSizeProperty() {
        return fontSize;
    }

    public void setTheme(ConsoleTheme theme) {
        screen.setTheme(theme);
        presenter.request();
    }

    /** Opens addresses that a person clicks on with Control held; it gets only http, https and mailto. */
    public void setOpener(Consumer<String> consumer) {
        opener = consumer;
    }

    /** While the view is behind another nothing is drawn. */
    public void setShown(boolean now) {
        shown = now;
        updateShown();
    }

    private void updateShown() {
        boolean visible = shown && getScene() != null;
        presenter.setShown(visible);
        if (!visible) {
            screen.forget();
        }
    }

    /** The program has ended; what it showed stays. */
    public void end() {
        presenter.end();
    }

    /** Hears no more of its terminal, and none of the clock's calls come. The node is not used afterwards. */
    public void close() {
        source.events().setTarget(null);
        setShown(false);
        parts.close();
        if (settling != null) {
            settling.cancel(false);
        }
    }

    public FrameMeter meter() {
        return presenter.meter();
    }

    public Terminal terminal() {
        return terminal;
    }

    /** Takes a key before anything else gets to see it; false if something in the view has the focus instead. */
    public boolean take(KeyEvent event) {
        return isFocused() && handlers.take(event);
    }

    /** What can be done in it, by key and from menus. */
    public List<WindowAction> actions() {
        return actions;
    }

    // --- for the parts of the view ---------------------------------------------------------------------------------

    /** What it is put together from. */
    ObservableList<Node> children() {
        return getChildren();
    }

    TerminalScreen screen() {
        return screen;
    }

    Presenter presenter() {
        return presenter;
    }

    ViewClipboard clipboard() {
        return clipboard;
    }

    ViewParts parts() {
        return parts;
    }

    FindModel findModel() {
        return find;
    }

    ConsoleToolkit toolkit() {
        return toolkit;
    }

    /** The person typed something: it goes to the guest, and the screen is looked at again. */
    void type(byte[] bytes) {
        if (bytes.length > 0 && !input.type(bytes)) {
            Platform.runLater(this::bell);
        }
    }

    void typed(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        type(bytes);
        terminal.selection().clear();
        follow();
        presenter.steady();
        presenter.request();
    }

    void follow() {
        scrollTo(Terminal.BOTTOM);
    }

    void scrollBy(long rows) {
        TerminalSnapshot shot = screen.shot();
        scrollTo(Math.max(shot.firstLine(), shot.top() + rows));
    }

    void scrollTo(long line) {
        screen.scrollTo(line);
        presenter.request();
    }

    void open(String target) {
        if (LinkFinder.mayOpen(target)) {
            opener.accept(target);
        }
    }

    void zoom(int pixels) {
        fontSize.set(CellMetrics.stepped(fontSize.get(), scale(), toolkit.font().advance(), pixels));
    }

    private void askPaste(String text, Runnable paste) {
        parts.ask(new PasteCard(text, clipboard::dontAsk, paste, parts::closeCard));
    }

    @Override
    public void bell() {
        parts.flash();
    }

    @Override
    public void answer(byte[] bytes) {
        type(bytes);
    }

    @Override
    public void outputChanged() {
        presenter.request();
    }

    @Override
    public boolean isLate() {
        return presenter.isLate();
    }

    private void foundChanged() {
        parts.findBar().ifPresent(FindBar::refresh);
        presenter.setMatches(find.matches(), find.current(), find.epoch());
    }

    /** Goes to the next match. */
    void step(boolean up) {
        TerminalSnapshot shot = screen.shot();
        Search.Match match = find.step(up, up ? shot.top() + shot.rows() : shot.top());
        if (match != null && (match.line() < shot.top() || match.endLine() >= shot.top() + shot.rows())) {
            scrollTo(match.line() - shot.rows() / 2);
        }
    }

    // --- size ------------------------------------------------------------------------------------------------------

    private double scale() {
        Window window = getScene() == null ? null : getScene().getWindow();
        return window == null ? 1 : window.getOutputScaleX();
    }

    @Override
    protected void layoutChildren() {
        screen.setFont(fontSize.get(), scale());
        CellMetrics cell = screen.cell();
        ViewParts.Room room = parts.layOut(cell);
        int columns = (int) (room.width() * cell.scale() / cell.width());
        int rows = (int) (room.height() * cell.scale() / cell.height());
        if (columns < MIN_COLUMNS || rows < MIN_ROWS) {
            return;
        }
        columns = Math.min(columns, Terminal.MAXIMUM_SIZE);
        rows = Math.min(rows, Terminal.MAXIMUM_SIZE);
        TerminalSnapshot shot = screen.shot();
        if (columns != shot.columns() || rows != shot.rows()) {
            screen.resize(columns, rows);
            settleLater();
            input.resize(columns, rows);
        }
        if (shown) {
            presenter.paintNow();
        }
    }

    /** Ten thousand lines are not broken anew in every frame of a drag. */
    private void settleLater() {
        if (settling != null) {
            settling.cancel(false);
        }
        settling = toolkit.after(SETTLED, () -> {
            screen.settle();
            presenter.request();
        });
    }

    /** After each frame: what stands around the picture follows it. */
    private void painted() {
        TerminalSnapshot shot = screen.shot();
        int colour = shot.backgroundRgb(Colour.DEFAULT);
        if (colour != background) {
            background = colour;
            parts.setGround(Background.fill(Color.rgb(colour >> 16, colour >> 8 & 255, colour & 255)));
        }
        parts.follow(shot, screen.theme());
        if (parts.findBar().isPresent()) {
            find.terminalChanged();
        }
    }

    @Override
    protected double computePrefWidth(double height) {
        return 80 * 8;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 24 * 18;
    }

    /** Of a place in the view, in cells. */
    double column(double x) {
        return parts.column(x);
    }

    double row(double y) {
        return parts.row(y);
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case TEXT -> screenText();
            case EDITABLE -> true;
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    /** What is to be seen now. */
    public String screenText() {
        TerminalSnapshot shot = screen.shot();
        return terminal.text(shot.top(), shot.top() + shot.rows());
    }
}

package isthmus.app.window.console;

import isthmus.app.cli.Version;
import isthmus.app.engine.RunConsole;
import isthmus.app.engine.RunEnd;
import isthmus.app.window.Page;
import isthmus.app.window.Question;
import isthmus.app.window.Session;
import isthmus.app.window.Strings;
import isthmus.app.window.WindowAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;

/** The console of one run: its terminal, what it can reach, and how it ended. Lives on the JavaFX thread. */
public final class ConsolePage implements Page {
    private static final int SCROLLBACK = 10_000;

    /**
     * What a console needs of the window.
     *
     * @param dark whether the dark palette is in use
     * @param again starts a run's program once more
     * @param showTrace goes to a run's trace
     * @param facts what was recorded of a run that has ended; may complete on any thread
     * @param open opens an address on the host
     * @param hint shows a sentence in the status line
     */
    public record Surroundings(
            ConsoleToolkit toolkit,
            ObservableBooleanValue dark,
            Consumer<Session> again,
            Consumer<Session> showTrace,
            Function<Session, CompletionStage<EndFacts>> facts,
            Consumer<String> open,
            Consumer<String> hint) {}

    private final Session session;
    private final Surroundings window;
    private final ConsoleTerminal terminal;
    private final TerminalView view;
    private final BorderPane node = new BorderPane();
    private final StringBinding title;
    private final ChangeListener<RunEnd> ended = (property, old, now) -> showEnd(now);
    private Subscription themed = Subscription.EMPTY;
    private EndFacts known = EndFacts.NONE;
    private final ReadOnlyBooleanWrapper over = new ReadOnlyBooleanWrapper();
    private final List<WindowAction> actions = new ArrayList<>();
    private EndCard card;
    private boolean entered;

    public ConsolePage(Session session, Surroundings window) {
        this.session = session;
        this.window = window;
        RunConsole console = session.run().console().orElseThrow();
        Optional<ConsoleTerminal> before = window.toolkit().kept().take(session);
        terminal = before.orElseGet(() -> new ConsoleTerminal(SCROLLBACK));
        view = new TerminalView(window.toolkit(), new RunInput(console), terminal);
        actions.addAll(view.actions());
        actions.add(WindowAction.of("go-end", "Ctrl+Shift+I", Feather.FLAG, over, () -> card.enter()));
        view.setAccessibleRoleDescription(Strings.of("console.role", session.name()));
        view.setOpener(window.open());
        console.setOutput(terminal::feed);
        title = Bindings.createStringBinding(this::titleText, view.titleProperty());
        themed = window.dark()
                .subscribe(() -> view.setTheme(window.dark().get() ? ConsoleTheme.DARK : ConsoleTheme.LIGHT));
        view.setTheme(window.dark().get() ? ConsoleTheme.DARK : ConsoleTheme.LIGHT);
        node.getStyleClass().add("console");
        node.setTop(new ConsoleHeader(session));
        new ConsoleDrop(session.options(), this::pasteDropped, window.hint()).accept(node, session);
        node.setCenter(new StackPane(view, opening()));
        if (before.isEmpty() && !session.isAlive()) {
            node.setCenter(new StackPane(view, gone()));
        }
        session.end().ifPresentOrElse(this::showEnd, () -> session.endProperty().addListener(ended));
    }

    private Node opening() {
        Label text = new Label(Strings.of("console.opening"));
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.setMaxSize(28, 28);
        VBox box = new VBox(10, wheel, text);
        box.setAlignment(Pos.CENTER);
        box.setMouseTransparent(true);
        box.visibleProperty().bind(session.statusProperty().isEqualTo(Session.Status.OPENING));
        return box;
    }

    private void pasteDropped(String text) {
        view.requestFocus();
        view.clipboard().paste(text);
    }

    private static Node gone() {
        Label text = new Label(Strings.of("console.gone"));
        text.setId("console-gone");
        text.setWrapText(true);
        text.setMouseTransparent(true);
        return text;
    }

    private String titleText() {
        String own = view.titleProperty().get();
        return own.isBlank() ? session.name() : own;
    }

    private void showEnd(RunEnd end) {
        view.end();
        card = new EndCard(
                end,
                new EndCard.Choices(
                        () -> window.again().accept(session),
                        () -> window.showTrace().accept(session),
                        this::copyReport,
                        view::requestFocus));
        node.setBottom(card); // The console keeps the focus: what is typed for the program must not press a button.
        over.set(true);
        window.facts()
                .apply(session)
                .thenAccept(facts -> Platform.runLater(() -> {
                    known = facts;
                    card.tell(facts);
                }));
    }

    private void copyReport() {
        session.end()
                .ifPresent(end -> ViewClipboard.put(
                        EndWords.report(Version.text(), session.options().asCommand(), end, known)));
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public ObservableValue<String> title() {
        return title;
    }

    @Override
    public List<WindowAction> actions() {
        return actions;
    }

    /** The terminal, for tests. */
    public TerminalView view() {
        return view;
    }

    @Override
    public void enter() {
        entered = true;
        view.setShown(true);
        view.requestFocus();
        Platform.runLater(
                () -> { // The tab may become visible only after this call.
                    if (entered && !view.isFocused()) {
                        view.requestFocus();
                    }
                });
    }

    @Override
    public void leave() {
        entered = false;
        view.setShown(false);
    }

    @Override
    public Optional<Question> closeQuestion() {
        return session.isAlive()
                ? Optional.of(new Question(
                        Strings.of("console.close.title", session.name()),
                        Strings.of("console.close.text"),
                        Strings.of("console.close.yes")))
                : Optional.empty();
    }

    @Override
    public void close() {
        session.endProperty().removeListener(ended);
        themed.unsubscribe();
        title.dispose();
        view.setShown(false);
        view.close();
        window.toolkit().kept().keep(session, terminal);
        if (session.isAlive()) {
            session.run().kill();
        }
    }

    private record RunInput(RunConsole console) implements TerminalInput {
        @Override
        public boolean type(byte[] bytes) {
            return console.type(bytes);
        }

        @Override
        public void resize(int columns, int rows) {
            console.resize(columns, rows);
        }
    }
}

package isthmus.app.window;

import isthmus.app.engine.Engine;
import isthmus.app.engine.Inspector;
import isthmus.app.record.TraceRow;
import isthmus.app.record.TraceSummaryOfRun;
import isthmus.app.window.console.Browser;
import isthmus.app.window.console.ConsolePage;
import isthmus.app.window.console.ConsoleToolkit;
import isthmus.app.window.console.EndFacts;
import isthmus.app.window.console.TerminalView;
import isthmus.app.window.start.RecentRuns;
import isthmus.app.window.start.RunForm;
import isthmus.app.window.start.Starter;
import isthmus.app.window.trace.Recordings;
import isthmus.app.window.trace.TracePage;
import isthmus.core.south.PlatformProvider;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import javafx.util.Duration;

/** The window's composition root: makes its parts and connects them. Lives on the JavaFX thread. */
final class WindowRoot {
    private static final double PREPARE_MILLIS = 500;

    private final Engine engine;
    private final Inspector inspector;
    private final Runnable closed;
    private final Stage stage = new Stage();
    private final Windows windows = new Windows();
    private final ErrorCard errors;
    private final Background background;
    private final Settings settings;
    private final Choosers choosers;
    private final Themes themes;
    private final Recordings recordings = new Recordings();
    private final Sessions sessions;
    private final Starter starter;
    private final Workspace workspace;
    private final Actions actions;
    private final StatusLine statusLine;
    private final WindowStage place;
    private Frame frame;
    private ConsolePage.Surroundings consoles;

    /** @param closed called once when the window is gone and all programs have ended */
    WindowRoot(PlatformProvider host, Runnable closed) {
        this(host, SettingsFile.ofUser(), FileDialogs::ofHost, closed);
    }

    /**
     * @param file where the window's settings are
     * @param dialogs makes the dialogs of a window
     */
    WindowRoot(PlatformProvider host, SettingsFile file, Function<Window, FileDialogs> dialogs, Runnable closed) {
        this.engine = new Engine(host);
        inspector = engine.newInspector();
        this.closed = closed;
        errors = new ErrorCard(windows, host.name());
        background = new Background(errors::show);
        settings = settings(file);
        choosers = new Choosers(dialogs.apply(stage), settings);
        themes = new Themes(settings);
        sessions = new Sessions(engine, Platform::runLater, recordings::begin);
        recordings.follow(sessions.all());
        statusLine = new StatusLine(sessions, background);
        starter = new Starter(
                windows,
                choosers,
                background,
                new RecentRuns(settings),
                sessions,
                inspector,
                statusLine.hintProperty()::set);
        workspace = new Workspace(makers(), windows);
        starter.setWorkspace(workspace);
        actions = new Actions(workspace, windows);
        place = new WindowStage(stage, settings);
    }

    private Settings settings(SettingsFile file) {
        Map<String, String> values = Map.of();
        try {
            values = file.load();
        } catch (IOException e) {
            Platform.runLater(() -> hint("settings.unread", file, e));
        }
        return new Settings(
                values, file, background.writer(), e -> Platform.runLater(() -> hint("settings.unwritten", file, e)));
    }

    private void hint(String key, SettingsFile file, IOException e) {
        statusLine.hintProperty().set(Strings.of(key, file.path(), e));
    }

    private Workspace.Makers makers() {
        return new Workspace.Makers(
                (start, work) -> starter.page(),
                (console, work) -> new ConsolePage(console.session(), consoles()),
                (trace, work) -> tracePage(trace.session()));
    }

    private static EndFacts facts(TraceSummaryOfRun summary) {
        return new EndFacts(
                summary.lastFailures().stream().map(TraceRow::line).toList(),
                summary.missing().stream().map(TraceSummaryOfRun.Missing::name).toList(),
                summary.complete());
    }

    private Page tracePage(Session session) {
        return recordings
                .of(session)
                .<Page>map(store -> new TracePage(session, store, background, choosers))
                .orElseGet(() -> new SessionPage(session));
    }

    /** Soon after the start, when nobody waits: the font of the consoles takes a moment to load. */
    private void prepareConsoles() {
        PauseTransition pause = new PauseTransition(Duration.millis(PREPARE_MILLIS));
        pause.setOnFinished(event -> {
            if (stage.isShowing()) {
                consoles().toolkit().prepare(stage.getOutputScaleX());
            }
        });
        pause.play();
    }

    /** Made with the first console at the latest. */
    private ConsolePage.Surroundings consoles() {
        if (consoles == null) {
            ConsoleToolkit toolkit = new ConsoleToolkit();
            toolkit.remember(settings);
            toolkit.follow(sessions.all());
            consoles = new ConsolePage.Surroundings(
                    toolkit,
                    themes.darkProperty(),
                    session -> starter.start(session.options()),
                    session -> workspace.show(new Place.Trace(session)),
                    session -> recordings.summary(session).thenApply(WindowRoot::facts),
                    new Browser(e -> statusLine.hintProperty().set(Strings.of("console.open-failed", e.getMessage()))),
                    statusLine.hintProperty()::set);
        }
        return consoles;
    }

    void open() {
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> Platform.runLater(() -> errors.show(error)));
        Sidebar sidebar = new Sidebar(sessions, workspace);
        WindowActions all = new WindowActions(actions);
        SessionActions session = new SessionActions(workspace, sessions, windows);
        all.fill(
                starter.actions(),
                session.all(again -> starter.start(again.options()), edit -> starter.edit(RunForm.of(edit.options()))),
                workspace,
                windows,
                themes,
                sidebar,
                this::showHostCheck,
                this::quit);
        frame = new Frame(all.menu().node(), sidebar.node(), workspace.node(), statusLine.node(), settings);
        windows.setFrame(frame.node());
        Scene scene = new Scene(windows.root());
        themes.style(scene);
        actions.listen(scene);
        new AltKey(event -> scene.getFocusOwner() instanceof TerminalView view && view.take(event)).listen(stage);
        stage.setTitle(Strings.of("window.title"));
        stage.setScene(scene);
        stage.addEventHandler(WindowEvent.WINDOW_CLOSE_REQUEST, this::closeRequested);
        place.dress();
        place.restore();
        workspace.show(new Place.Start());
        stage.show();
        frame.restore();
        workspace.focus();
        examineHost(verdict -> {});
        prepareConsoles();
        String steps = System.getProperty(Rehearsal.PROPERTY);
        if (steps != null) {
            rehearse(steps);
        }
    }

    private void rehearse(String steps) {
        Map<String, Runnable> deeds = Map.of(
                "palette", () -> Palette.open(actions, windows),
                "form", () -> starter.edit(RunForm.EMPTY),
                "leave", windows::close,
                "sample", starter::sample,
                "start", () -> workspace.show(new Place.Start()));
        new Rehearsal(steps, deeds, starter, sessions, workspace, this::close).goOn();
    }

    /** For tests. */
    Starter starter() {
        return starter;
    }

    /** For tests. */
    Sessions sessions() {
        return sessions;
    }

    /** For tests. */
    Workspace workspace() {
        return workspace;
    }

    private void showHostCheck() {
        examineHost(verdict -> verdict.open(windows));
    }

    private void examineHost(Consumer<HostVerdict> then) {
        HostCheckTask task = new HostCheckTask(engine.host());
        task.setOnSucceeded(event -> {
            HostVerdict verdict = new HostVerdict(task.getValue());
            verdict.show(statusLine, windows);
            then.accept(verdict);
        });
        background.run(task);
    }

    private void closeRequested(WindowEvent event) {
        event.consume();
        quit();
    }

    /** Asks if programs run. */
    private void quit() {
        int alive = sessions.aliveProperty().get();
        if (alive == 0) {
            close();
        } else if (!windows.openProperty().get() || !windows.isAsking()) {
            windows.ask(
                    new Question(Strings.of("quit.title"), Strings.of("quit.text", alive), Strings.of("quit.yes")),
                    this::close);
        }
    }

    private void close() {
        place.remember();
        frame.remember();
        workspace.closeAll();
        if (consoles != null) {
            consoles.toolkit().close();
        }
        stage.hide();
        Thread closer = new Thread(
                () -> {
                    inspector.close();
                    engine.close();
                    background.close();
                    closed.run();
                },
                "isthmus-close");
        closer.start();
    }
}

package isthmus.app.window;

import isthmus.app.window.console.ReachText;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;

/** What can be done with the run that the page in front is about. */
final class SessionActions {
    private final Workspace workspace;
    private final Sessions sessions;
    private final Windows windows;
    private final ReadOnlyObjectWrapper<Session> session = new ReadOnlyObjectWrapper<>();
    private final SimpleBooleanProperty alive = new SimpleBooleanProperty();
    private Subscription watched = Subscription.EMPTY;

    SessionActions(Workspace workspace, Sessions sessions, Windows windows) {
        this.workspace = workspace;
        this.sessions = sessions;
        this.windows = windows;
        workspace.currentProperty().subscribe(this::follow);
    }

    private void follow(Place place) {
        watched.unsubscribe();
        Session now = Place.sessionOf(place);
        session.set(now);
        if (now == null) {
            watched = Subscription.EMPTY;
            alive.set(false);
        } else {
            watched = now.statusProperty().subscribe(status -> alive.set(now.isAlive()));
        }
    }

    /**
     * @param again starts the same once more
     * @param edit opens the run dialog on the same
     */
    List<WindowAction> all(Consumer<Session> again, Consumer<Session> edit) {
        BooleanBinding any = session.isNotNull();
        BooleanBinding ended = Bindings.size(sessions.all()).greaterThan(sessions.aliveProperty());
        BooleanBinding atConsole = at(Place.Console.class);
        BooleanBinding atTrace = at(Place.Trace.class);
        return List.of(
                WindowAction.of(
                        "show-trace",
                        "Ctrl+Shift+T",
                        Feather.ACTIVITY,
                        atConsole,
                        () -> workspace.show(new Place.Trace(session.get()))),
                WindowAction.of(
                        "show-console",
                        "Ctrl+Shift+T",
                        Feather.TERMINAL,
                        atTrace,
                        () -> workspace.show(new Place.Console(session.get()))),
                WindowAction.of("run-again", "Ctrl+Shift+R", Feather.ROTATE_CW, any, () -> again.accept(session.get())),
                WindowAction.of("edit-run", null, Feather.EDIT_2, any, () -> edit.accept(session.get())),
                WindowAction.of("copy-command", null, Feather.COPY, any, this::copyCommand),
                WindowAction.of("reach", null, Feather.EYE, any, this::tellReach),
                WindowAction.of("kill", null, Feather.X_OCTAGON, alive, this::kill),
                WindowAction.of("forget", null, Feather.TRASH_2, any.and(alive.not()), this::forget),
                WindowAction.of("forget-ended", null, Feather.TRASH, ended, this::forgetEnded));
    }

    private BooleanBinding at(Class<? extends Place> kind) {
        return Bindings.createBooleanBinding(
                () -> kind.isInstance(workspace.currentProperty().get()), workspace.currentProperty());
    }

    private void copyCommand() {
        ClipboardContent content = new ClipboardContent();
        content.putString(session.get().options().asCommand());
        Clipboard.getSystemClipboard().setContent(content);
    }

    /** As the badges above its console have it. */
    private void tellReach() {
        windows.tell(
                Strings.of("reach.title", session.get().name()),
                ReachText.details(session.get().options()));
    }

    private void kill() {
        Session victim = session.get();
        Question question =
                new Question(Strings.of("kill.title", victim.name()), Strings.of("kill.text"), Strings.of("kill.yes"));
        windows.ask(question, () -> victim.run().kill());
    }

    private void forget() {
        forget(session.get());
    }

    private void forgetEnded() {
        List.copyOf(sessions.all()).stream().filter(each -> !each.isAlive()).forEach(this::forget);
    }

    private void forget(Session old) {
        workspace.close(new Place.Trace(old));
        workspace.close(new Place.Console(old));
        sessions.remove(old);
    }
}

package isthmus.app.window;

import isthmus.app.engine.Engine;
import isthmus.app.engine.Run;
import isthmus.app.engine.RunObserver;
import isthmus.app.engine.RunOptions;
import isthmus.app.engine.RunStreams;
import isthmus.linux.trace.Tracer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The runs of this window, newest last; those that have ended stay until they are removed. Used on the JavaFX thread only. */
public final class Sessions {
    private static final int COLUMNS = 80;
    private static final int ROWS = 24;
    /** What our terminal understands, and every terminfo data base knows. */
    private static final String TERMINAL_TYPE = "xterm-256color";

    private final Engine engine;
    private final Executor fx;
    private final Function<Session, RunObserver> observers;
    private final ObservableList<Session> all = FXCollections.observableArrayList();
    private final ObservableList<Session> seen = FXCollections.unmodifiableObservableList(all);
    private final ReadOnlyIntegerWrapper alive = new ReadOnlyIntegerWrapper();
    private int numbers;

    /**
     * @param fx runs on the JavaFX thread
     * @param observers makes what hears of a session's run (its recording), as the session begins
     */
    Sessions(Engine engine, Executor fx, Function<Session, RunObserver> observers) {
        this.engine = engine;
        this.fx = fx;
        this.observers = observers;
    }

    /** Starts a program on a terminal and returns at once. */
    @SuppressWarnings("FutureReturnValueIgnored") // a run's end never fails
    public Session start(RunOptions options) {
        Session session = new Session(++numbers, options);
        RunObserver observer = observers.apply(session);
        Run run = engine.start(
                options, new RunStreams.OnTerminal(COLUMNS, ROWS, TERMINAL_TYPE), new Heard(observer, session));
        session.begin(run);
        all.add(session);
        alive.set(alive.get() + 1);
        run.end()
                .thenAccept(end -> fx.execute(() -> {
                    alive.set(alive.get() - 1);
                    session.hasEnded(end);
                }));
        return session;
    }

    /** Forgets a session; kills its run if it is still alive. */
    public void remove(Session session) {
        session.run().kill();
        all.remove(session);
    }

    public ObservableList<Session> all() {
        return seen;
    }

    /** How many runs have not ended. */
    public ReadOnlyIntegerProperty aliveProperty() {
        return alive.getReadOnlyProperty();
    }

    /** The runs that have not ended; a copy. */
    List<Run> runs() {
        return all.stream().filter(Session::isAlive).map(Session::run).toList();
    }

    /** Passes on what a run tells, and tells the session that it runs. */
    private final class Heard implements RunObserver {
        private final RunObserver target;
        private final Session session;

        Heard(RunObserver target, Session session) {
            this.target = target;
            this.session = session;
        }

        @Override
        public Tracer tracer() {
            return target.tracer();
        }

        @Override
        public void opening(long done, long total) {
            target.opening(done, total);
        }

        @Override
        public void ready(Run run) {
            target.ready(run);
        }

        @Override
        public void started(Run run) {
            target.started(run);
            fx.execute(session::isRunning);
        }

        @Override
        public void complaint(String line) {
            target.complaint(line);
        }
    }
}

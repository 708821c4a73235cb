package isthmus.app.window.trace;

import isthmus.app.engine.RunObserver;
import isthmus.app.record.TraceBounds;
import isthmus.app.record.TraceStore;
import isthmus.app.record.TraceSummaryOfRun;
import isthmus.app.window.Session;
import isthmus.linux.trace.Tracer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/**
 * What the runs of the window did: each is recorded from its start, so that there is something to look at when it has
 * failed. Used on the JavaFX thread only.
 */
public final class Recordings {
    /** Of the Java heap, at most this part is for one run, and that for all. */
    private static final int SHARE_OF_ONE = 8, SHARE_OF_ALL = 3;

    private record Recording(TraceStore store, CompletableFuture<TraceSummaryOfRun> summary) {}

    private static final int FAILURES = 5;

    private final Map<Session, Recording> recordings = new LinkedHashMap<>();
    private final long budget = Runtime.getRuntime().maxMemory() / SHARE_OF_ALL;

    /** Records a run that is about to start. */
    public RunObserver begin(Session session) {
        TraceBounds usual = TraceBounds.usual();
        long bytes = Math.min(usual.bytes(), Runtime.getRuntime().maxMemory() / SHARE_OF_ONE);
        TraceStore store = new TraceStore(new TraceBounds(usual.rows(), bytes));
        store.setRecording(true);
        Recording recording = new Recording(store, new CompletableFuture<>());
        recordings.put(session, recording);
        session.endProperty().addListener((property, old, end) -> ended(recording));
        return new RunObserver() {
            @Override
            public Tracer tracer() {
                return store.tracer();
            }
        };
    }

    /** The recording of a run; empty if the run was forgotten. */
    public Optional<TraceStore> of(Session session) {
        return Optional.ofNullable(recordings.get(session)).map(Recording::store);
    }

    /** What the recording of a run says about its end; completes some time after that, on a thread of its own. */
    public CompletableFuture<TraceSummaryOfRun> summary(Session session) {
        Recording recording = recordings.get(session);
        return recording == null
                ? new CompletableFuture<>()
                : recording.summary().copy();
    }

    /** Forgets the recordings of sessions that leave the list. */
    public void follow(ObservableList<Session> sessions) {
        sessions.addListener((ListChangeListener<Session>) change -> {
            while (change.next()) {
                change.getRemoved().forEach(this::forget);
            }
        });
    }

    private void forget(Session session) {
        Recording recording = recordings.remove(session);
        if (recording != null) {
            recording.store().setRecording(false);
            inBackground(recording.store()::close);
        }
    }

    private void ended(Recording recording) {
        recording.store().setRecording(false);
        List<TraceStore> all =
                recordings.values().stream().map(Recording::store).toList();
        inBackground(() -> {
            recording.store().close();
            recording.summary().complete(TraceSummaryOfRun.of(recording.store(), FAILURES));
            makeRoom(all);
        });
    }

    /** The recordings of the oldest runs that have ended go when all together are too large. */
    private void makeRoom(List<TraceStore> all) {
        long sum = all.stream().mapToLong(TraceStore::bytes).sum();
        for (TraceStore store : all) {
            if (sum <= budget) {
                return;
            }
            if (store.isClosed()) {
                sum -= store.bytes();
                store.discard();
            }
        }
    }

    private static void inBackground(Runnable work) {
        Thread.ofPlatform().daemon().name("isthmus-record-end").start(work);
    }
}

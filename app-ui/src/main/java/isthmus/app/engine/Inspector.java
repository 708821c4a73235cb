package isthmus.app.engine;

import isthmus.core.files.tar.TarBase;
import isthmus.core.south.HostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Looks into root file systems in the background, one question after another, and keeps the last one open for the next
 * question. An answer that nobody wants any more is cancelled by its future.
 */
public final class Inspector implements AutoCloseable {
    private static final long KEPT_SECONDS = 10;
    /** What is open that long is opened anew: the files may have changed. */
    private static final long FRESH_NANOS = 2_000_000_000L;

    private final SharedArchives archives;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, KEPT_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Inspector::thread);
    private volatile boolean closed;
    /** Used by the thread only. */
    private RootFiles files;

    private long opened;
    private Path root;
    private List<Volume> volumes;

    Inspector(SharedArchives archives) {
        this.archives = archives;
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "isthmus-inspector");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Whether the program would start.
     *
     * @param progress hears, on the inspector's thread, how far the unpacking of an archive is
     * @return completes with a HostException if the root file system cannot be read
     */
    public CompletableFuture<Verdict> check(RunOptions options, TarBase.Progress progress) {
        return ask(options.rootfs(), options.volumes(), progress, opened -> Preflight.check(opened, options));
    }

    /**
     * See {@link ProgramNames#complete}.
     *
     * @return completes with a HostException if the root file system cannot be read
     */
    public CompletableFuture<List<String>> complete(
            Path rootfs,
            List<Volume> shared,
            ProgramNames.Kind kind,
            String workdir,
            String path,
            String typed,
            int most) {
        return ask(
                rootfs,
                shared,
                (done, total) -> {},
                opened -> ProgramNames.complete(opened, kind, workdir, path, typed, most));
    }

    private <T> CompletableFuture<T> ask(
            Path rootfs, List<Volume> shared, TarBase.Progress progress, Function<RootFiles, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (closed) {
            answer.cancel(false);
            return answer;
        }
        thread.execute(() -> {
            if (closed || answer.isDone()) {
                answer.cancel(false);
                return;
            }
            try {
                answer.complete(question.apply(open(rootfs, shared, (done, total) -> {
                    if (closed || answer.isDone()) {
                        throw new HostException("it is no more wanted");
                    }
                    progress.unpacked(done, total);
                })));
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private RootFiles open(Path rootfs, List<Volume> shared, TarBase.Progress progress) {
        boolean fresh = files != null && System.nanoTime() - opened < FRESH_NANOS;
        if (!fresh || !rootfs.equals(root) || !shared.equals(volumes)) {
            forget();
            files = RootFiles.open(rootfs, shared, archives, progress);
            opened = System.nanoTime();
            root = rootfs;
            volumes = shared;
        }
        return files;
    }

    private void forget() {
        if (files != null) {
            files.close();
            files = null;
        }
    }

    /** Answers nothing any more, and closes what is open as soon as it may. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            thread.execute(this::forget);
            thread.shutdown();
        }
    }
}

package isthmus.app.run;

import isthmus.app.engine.Trace;
import isthmus.core.south.HostException;
import isthmus.linux.trace.RecordingTracer;
import isthmus.linux.trace.Tracer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code --trace} and {@code --trace-summary} ask for. */
final class Tracing implements AutoCloseable {
    private final RecordingTracer recording;
    private final OutputStream file;

    private Tracing(RecordingTracer recording, OutputStream file) {
        this.recording = recording;
        this.file = file;
    }

    /** @param err where the trace goes unless a file is named */
    static Tracing of(Trace trace, PrintStream err) {
        if (!trace.calls() && !trace.summary()) {
            return new Tracing(null, null);
        }
        if (trace.file().isEmpty()) {
            PrintStream buffered =
                    new PrintStream(new BufferedOutputStream(err, 1 << 16), false, StandardCharsets.ISO_8859_1);
            return new Tracing(new RecordingTracer(buffered, trace.calls(), trace.summary()), null);
        }
        OutputStream file = open(trace.file().get());
        return new Tracing(
                new RecordingTracer(
                        new PrintStream(file, false, StandardCharsets.ISO_8859_1), trace.calls(), trace.summary()),
                file);
    }

    private static OutputStream open(Path path) {
        try {
            return new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
        } catch (IOException e) {
            throw new HostException(
                    "--trace=" + path + " cannot be written (" + e.getMessage()
                            + "); name a file in a directory that you may write to",
                    e);
        }
    }

    Tracer tracer() {
        return recording == null ? Tracer.OFF : recording.tracer();
    }

    @Override
    public void close() {
        if (recording != null) {
            recording.close();
        }
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new HostException("the trace could not be written to its end: " + e.getMessage(), e);
            }
        }
    }
}

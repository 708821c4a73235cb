package isthmus.app.run;

import isthmus.linux.trace.PlainTracer;
import isthmus.linux.trace.Tracer;
import java.io.PrintStream;

/** What {@code --trace} and {@code --trace-summary} ask for. */
final class Tracing implements AutoCloseable {
    private final Tracer tracer;

    private Tracing(Tracer tracer) {
        this.tracer = tracer;
    }

    static Tracing of(Trace trace, PrintStream err) {
        return new Tracing(trace.calls() ? new PlainTracer(err) : Tracer.OFF);
    }

    Tracer tracer() {
        return tracer;
    }

    @Override
    public void close() {}
}

package isthmus.app.run;

import isthmus.app.cli.ExitStatus;
import isthmus.app.engine.Engine;
import isthmus.app.engine.Run;
import isthmus.app.engine.RunEnd;
import isthmus.app.engine.RunObserver;
import isthmus.app.engine.RunOptions;
import isthmus.app.engine.RunStreams;
import isthmus.core.south.HostException;
import isthmus.core.south.PlatformProvider;
import isthmus.linux.elf.StartException;
import isthmus.linux.signal.Signal;
import isthmus.linux.trace.Tracer;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;

/** Runs one program for the command line: connects it with the host's streams or terminal, and says how it ended. */
public final class Runner {
    private final PlatformProvider host;
    private final PrintStream err;

    /** @param err for what the user has to be told */
    public Runner(PlatformProvider host, PrintStream err) {
        this.host = host;
        this.err = err;
    }

    /** The exit status of the program, or of Isthmus if it could not run it. */
    @SuppressWarnings("SystemConsoleNull") // it is null without a terminal, since Main leaves the console to java.base
    public int run(RunOptions options) {
        boolean atTerminal = System.console() != null; // both standard input and output are terminals
        String type = host.terminalType();
        RunStreams streams = options.terminal().isTerminal(atTerminal)
                ? new RunStreams.OnTerminal(0, 0, type)
                : new RunStreams.Plain(
                        new FileInputStream(FileDescriptor.in),
                        new FileOutputStream(FileDescriptor.out),
                        new FileOutputStream(FileDescriptor.err),
                        type);
        RunEnd end;
        try (Engine engine = new Engine(host);
                Connection connection = new Connection(options)) {
            end = engine.start(options, streams, connection).end().join();
        }
        return status(options, end);
    }

    private int status(RunOptions options, RunEnd end) {
        if (end instanceof RunEnd.Exited exited) { // the first switch over types would cost 30 ms
            return exited.status();
        }
        return switch (end) {
            case RunEnd.Exited exited -> exited.status();
            case RunEnd.Signalled signalled -> {
                if (signalled.isCrash()) { // as a shell says it; the terminal is cooked again
                    err.println("isthmus: " + options.command().getFirst() + " was ended by " + signalled.name());
                }
                yield 128 + signalled.signal();
            }
            case RunEnd.NotStarted refused -> {
                boolean workdir = refused.reason() == StartException.Reason.WORKING_DIRECTORY;
                err.println(
                        "isthmus: " + refused.message() + (workdir ? "; name another directory with --workdir" : ""));
                yield switch (refused.reason()) {
                    case NOT_FOUND -> ExitStatus.NOT_FOUND;
                    case WORKING_DIRECTORY -> ExitStatus.FAILED;
                    default -> ExitStatus.CANNOT_EXECUTE;
                };
            }
            case RunEnd.Refused refused -> throw new HostException(refused.message(), refused.cause());
            case RunEnd.Broken broken -> throw new IllegalStateException(broken.cause());
        };
    }

    /** What of the host's a run is connected with while it lasts. */
    private final class Connection implements RunObserver, AutoCloseable {
        private final RunOptions options;
        private Tracing tracing;
        private HostTerminal terminal;

        Connection(RunOptions options) {
            this.options = options;
        }

        @Override
        public Tracer tracer() {
            tracing = Tracing.of(options.trace(), err);
            return tracing.tracer();
        }

        @Override
        public void ready(Run run) {
            run.console().ifPresent(console -> terminal = HostTerminal.connect(console, host.hasByteTerminals()));
        }

        @Override
        public void started(Run run) {
            // A console of events may tell of Ctrl-C so: the guest's terminal decides what that key means.
            boolean isKey = terminal != null && !host.hasByteTerminals();
            SignalForwarding.start(run, isKey ? terminal::typeInterrupt : () -> run.signal(Signal.SIGINT));
        }

        @Override
        public void complaint(String line) {
            err.println("isthmus: " + line);
        }

        /** Called after the end of the run, which has seen to it that this thread knows all that its own did. */
        @Override
        public void close() {
            try {
                if (terminal != null) {
                    terminal.flush();
                    terminal.close();
                }
            } finally {
                if (tracing != null) {
                    tracing.close();
                }
            }
        }
    }
}

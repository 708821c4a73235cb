package isthmus.app.engine;

import isthmus.linux.elf.StartException;
import isthmus.linux.signal.Signal;
import java.time.Duration;

/** How a run ended. */
public sealed interface RunEnd {
    /** From {@link Engine#start} until everything of the run was given back. */
    Duration wallTime();

    /**
     * The first program exited.
     *
     * @param status 0 to 255
     */
    record Exited(int status, Duration wallTime) implements RunEnd {}

    /**
     * A signal ended the first program.
     *
     * @param signal its number, 1 to 64
     */
    record Signalled(int signal, Duration wallTime) implements RunEnd {
        /** Such as {@code SIGSEGV}. */
        public String name() {
            return Signal.name(signal);
        }

        /** Whether Linux would by default write a core file: the program crashed, or was asked to. */
        public boolean isCrash() {
            return Signal.defaultAction(signal) == Signal.DefaultAction.CORE;
        }
    }

    /**
     * The program could not be started.
     *
     * @param message one sentence without a full stop, for a person
     */
    record NotStarted(StartException.Reason reason, String message, Duration wallTime) implements RunEnd {}

    /**
     * The host, a file of the host, or an option stood in the way: nothing ran, or what ran was ended.
     *
     * @param message one sentence without a full stop, for a person
     */
    record Refused(String message, Throwable cause, Duration wallTime) implements RunEnd {}

    /** An error of ours; please report it. */
    record Broken(Throwable cause, Duration wallTime) implements RunEnd {}
}

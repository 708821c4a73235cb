package isthmus.app.run;

import isthmus.app.engine.Run;
import isthmus.linux.signal.Signal;
import java.util.Map;
import org.jline.utils.Signals;

/** Passes on to the first program what ends a command from outside: Ctrl-C, a polite request to stop, a hang-up. */
final class SignalForwarding {
    private static final Map<String, Integer> SIGNALS = Map.of("TERM", Signal.SIGTERM, "HUP", Signal.SIGHUP);

    private SignalForwarding() {}

    /** @param interrupt what to do at Ctrl-C */
    static void start(Run run, Runnable interrupt) {
        Signals.register("INT", interrupt);
        SIGNALS.forEach((name, number) -> Signals.register(name, () -> run.signal(number)));
    }
}

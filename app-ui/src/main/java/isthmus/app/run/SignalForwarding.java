package isthmus.app.run;

import isthmus.linux.signal.SigInfo;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.ThreadGroup;
import java.util.Map;

/** Passes on to the first program what ends a command from outside: Ctrl-C, a polite request to stop, a hang-up. */
final class SignalForwarding {
    private static final Map<String, Integer> SIGNALS =
            Map.of("INT", Signal.SIGINT, "TERM", Signal.SIGTERM, "HUP", Signal.SIGHUP);

    private SignalForwarding() {}

    static void start(ThreadGroup process) {
        SIGNALS.forEach((name, number) -> {
            try {
                sun.misc.Signal.handle(new sun.misc.Signal(name), received -> send(process, number));
            } catch (IllegalArgumentException e) {
                // this host has no such signal, or the JVM was told to leave it alone
            }
        });
    }

    private static void send(ThreadGroup process, int number) {
        for (ThreadGroup member : process.processGroup() == null
                ? java.util.List.of(process)
                : process.processGroup().members()) {
            member.signals().send(SigInfo.ofKernel(number));
        }
    }
}

package isthmus.app.run;

import isthmus.linux.signal.SigInfo;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.ProcessGroup;
import isthmus.linux.task.ThreadGroup;
import java.util.List;
import java.util.Map;
import org.jline.utils.Signals;

/** Passes on to the first program what ends a command from outside: Ctrl-C, a polite request to stop, a hang-up. */
final class SignalForwarding {
    private static final Map<String, Integer> SIGNALS =
            Map.of("INT", Signal.SIGINT, "TERM", Signal.SIGTERM, "HUP", Signal.SIGHUP);

    private SignalForwarding() {}

    static void start(ThreadGroup process) {
        SIGNALS.forEach((name, number) -> Signals.register(name, () -> send(process, number)));
    }

    private static void send(ThreadGroup process, int number) {
        ProcessGroup group = process.processGroup();
        List<ThreadGroup> members = group == null ? List.of(process) : group.members();
        for (ThreadGroup member : members) {
            member.signals().send(SigInfo.ofKernel(number));
        }
    }
}

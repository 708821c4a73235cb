package isthmus.linux.trace;

import isthmus.linux.calls.ArgType;
import isthmus.linux.calls.SystemCall;
import isthmus.linux.calls.SystemCallTable;
import isthmus.linux.calls.Topics;
import java.util.List;

/**
 * Which arguments of a call point to something that is shown.
 *
 * @param count how many arguments are recorded
 * @param types of the arguments
 * @param outputs whether the kernel writes what the argument points to
 * @param entry indexes of those that the kernel reads
 * @param exit indexes of those that it writes
 */
record CapturePlan(int count, ArgType[] types, boolean[] outputs, int[] entry, int[] exit) {
    private static final CapturePlan UNKNOWN =
            new CapturePlan(6, new ArgType[0], new boolean[0], new int[0], new int[0]);
    private static final CapturePlan[] PLANS = new CapturePlan[512];

    static {
        SystemCallTable table = new SystemCallTable(Topics.ALL);
        for (int i = 0; i < PLANS.length; i++) {
            SystemCall call = table.get(i);
            PLANS[i] = call == null ? UNKNOWN : plan(call);
        }
    }

    static CapturePlan of(SystemCall call) {
        return call == null ? UNKNOWN : PLANS[call.number()];
    }

    /** Whether the kernel writes what the argument points to. */
    boolean isOutput(int index) {
        return outputs[index];
    }

    private static CapturePlan plan(SystemCall call) {
        List<ArgType> types = call.arguments();
        boolean[] outputs = new boolean[types.size()];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = Capture.isOutput(types.get(i));
        }
        return new CapturePlan(
                types.size(), types.toArray(new ArgType[0]), outputs, captured(types, false), captured(types, true));
    }

    private static int[] captured(List<ArgType> types, boolean output) {
        return java.util.stream.IntStream.range(0, types.size())
                .filter(i -> Capture.isCaptured(types.get(i)) && Capture.isOutput(types.get(i)) == output)
                .toArray();
    }
}

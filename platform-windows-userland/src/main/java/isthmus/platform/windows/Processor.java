package isthmus.platform.windows;

import isthmus.core.handoff.Slot;
import isthmus.core.south.HostInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The processor, from CPUID (Intel SDM volume 2, CPUID).
 *
 * @param leaves four registers, eax ebx ecx edx, for each of {@link StubCode#LEAVES}
 */
record Processor(List<List<Integer>> leaves) {
    private static final int EAX = 0, EBX = 1, ECX = 2, EDX = 3;
    private static final int MHZ_UNKNOWN = 0;

    static Processor from(Slot slot) {
        List<List<Integer>> leaves = new ArrayList<>();
        for (int leaf = 0; leaf < StubCode.LEAVES.size(); leaf++) {
            List<Integer> registers = new ArrayList<>();
            for (int register = EAX; register <= EDX; register++) {
                registers.add(slot.getInt(Layout.CPUID + 16 * leaf + 4 * register));
            }
            leaves.add(List.copyOf(registers));
        }
        return new Processor(List.copyOf(leaves));
    }

    private int get(int leaf, int register) {
        return leaves.get(StubCode.LEAVES.indexOf(leaf)).get(register);
    }

    /** Bytes of the extended state in the standard format. */
    int stateBytes() {
        return get(0xd, EBX);
    }

    HostInfo info(long memoryBytes) {
        int signature = get(1, EAX);
        int family = signature >>> 8 & 0xf;
        int model = signature >>> 4 & 0xf;
        if (family == 6 || family == 0xf) {
            model |= signature >>> 12 & 0xf0;
        }
        if (family == 0xf) {
            family += signature >>> 20 & 0xff;
        }
        return new HostInfo(
                Runtime.getRuntime().availableProcessors(),
                memoryBytes,
                text(get(0, EBX), get(0, EDX), get(0, ECX)),
                family,
                model,
                signature & 0xf,
                modelName(),
                megahertz(),
                flags(),
                get(1, EDX));
    }

    private String modelName() {
        List<Integer> words = new ArrayList<>();
        for (int leaf = 0x80000002; leaf <= 0x80000004; leaf++) {
            words.addAll(leaves.get(StubCode.LEAVES.indexOf(leaf)));
        }
        return text(words.stream().mapToInt(Integer::intValue).toArray()).strip();
    }

    /** What the model's name says, such as 2.50GHz. */
    private double megahertz() {
        String name = modelName();
        int end = name.lastIndexOf("GHz");
        int start = end < 0 ? -1 : name.lastIndexOf(' ', end) + 1;
        try {
            return end < 0 ? MHZ_UNKNOWN : 1000 * Double.parseDouble(name.substring(start, end));
        } catch (NumberFormatException e) {
            return MHZ_UNKNOWN;
        }
    }

    private List<String> flags() {
        List<String> flags = new ArrayList<>();
        add(flags, get(1, EDX), ProcessorFlags.LEAF_1_EDX);
        add(flags, get(0x80000001, EDX), ProcessorFlags.EXTENDED_EDX);
        add(flags, get(1, ECX), ProcessorFlags.LEAF_1_ECX);
        add(flags, get(0x80000001, ECX), ProcessorFlags.EXTENDED_ECX);
        add(flags, get(7, EBX), ProcessorFlags.LEAF_7_EBX);
        add(flags, get(7, ECX), ProcessorFlags.LEAF_7_ECX);
        add(flags, get(7, EDX), ProcessorFlags.LEAF_7_EDX);
        return List.copyOf(flags);
    }

    private static void add(List<String> flags, int bits, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if ((bits >>> i & 1) != 0 && !names.get(i).equals("-")) {
                flags.add(names.get(i));
            }
        }
    }

    private static String text(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            bytes.putInt(word);
        }
        String text = new String(bytes.array(), StandardCharsets.US_ASCII);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}

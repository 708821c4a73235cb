package isthmus.platform.linux;

import isthmus.core.south.HostInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The host's processor and memory, from /proc/cpuinfo and /proc/meminfo (proc(5)). */
final class Processor {
    private Processor() {}

    static HostInfo info(int features) {
        Map<String, String> cpu = firstValues("/proc/cpuinfo");
        String memory = firstValues("/proc/meminfo").getOrDefault("MemTotal", "0 kB");
        return new HostInfo(
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(memory.replace(" kB", "")) * 1024,
                cpu.getOrDefault("vendor_id", "unknown"),
                number(cpu, "cpu family"),
                number(cpu, "model"),
                number(cpu, "stepping"),
                cpu.getOrDefault("model name", "unknown"),
                Double.parseDouble(cpu.getOrDefault("cpu MHz", "0")),
                List.of(cpu.getOrDefault("flags", "").split(" ")),
                features);
    }

    private static int number(Map<String, String> values, String key) {
        return Integer.parseInt(values.getOrDefault(key, "0"));
    }

    private static Map<String, String> firstValues(String file) {
        Map<String, String> values = new HashMap<>();
        try {
            for (String line : Files.readAllLines(Path.of(file))) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    values.putIfAbsent(
                            line.substring(0, colon).strip(),
                            line.substring(colon + 1).strip());
                }
            }
        } catch (IOException e) {
            return values; // a host without it: the defaults say that nothing is known
        }
        return values;
    }
}

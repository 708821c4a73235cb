package isthmus.platform.linux;

import isthmus.core.south.HostCheck;
import isthmus.core.south.HostCheck.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code isthmus doctor} looks at on a Linux host. */
final class HostChecks {
    private HostChecks() {}

    static List<HostCheck> all() {
        List<HostCheck> checks = new ArrayList<>();
        checks.add(HostCheck.cores());
        checks.add(fsgsbase());
        checks.add(kernel());
        checks.add(memoryFiles());
        checks.add(maps());
        checks.add(counter());
        checks.add(start());
        return checks;
    }

    private static HostCheck fsgsbase() {
        boolean there = read("/proc/cpuinfo").contains(" fsgsbase");
        return HostCheck.fsgsbase(
                there,
                "Isthmus needs a processor from 2013 or newer and Linux 5.9 or newer, started without nofsgsbase.");
    }

    private static HostCheck kernel() {
        String release = read("/proc/sys/kernel/osrelease").strip();
        String[] parts = release.split("[.-]");
        boolean dispatch =
                parts.length > 1 && (number(parts[0]) > 5 || number(parts[0]) == 5 && number(parts[1]) >= 11);
        return new HostCheck(
                "syscall user dispatch",
                dispatch ? Status.OK : Status.SLOWER,
                "Linux " + release,
                dispatch ? "" : "Linux 5.11 or newer catches system calls a little faster.");
    }

    private static HostCheck memoryFiles() {
        String noexec = read("/proc/sys/vm/memfd_noexec").strip();
        boolean fine = !noexec.equals("2");
        return new HostCheck(
                "executable memory files",
                fine ? Status.OK : Status.MISSING,
                noexec.isEmpty() ? "no restriction" : "vm.memfd_noexec=" + noexec,
                fine ? "" : "Set vm.memfd_noexec to 0 or 1 (sysctl).");
    }

    private static HostCheck maps() {
        int limit = number(read("/proc/sys/vm/max_map_count").strip());
        boolean fine = limit >= 65530;
        return new HostCheck(
                "mappings per process",
                fine ? Status.OK : Status.SLOWER,
                "vm.max_map_count=" + limit,
                fine ? "" : "Large programs (browsers, JVMs) may need vm.max_map_count=65530 or more.");
    }

    private static HostCheck counter() {
        boolean there = CycleCounter.find() != null;
        return new HostCheck(
                "time stamp counter",
                there ? Status.OK : Status.SLOWER,
                "clock source " + CycleCounter.clockSource(),
                there
                        ? ""
                        : "Programs ask the kernel for the time: the host does not tell it by the processor's counter.");
    }

    /** Starts a stub, which needs seccomp, memory files and everything else at once. */
    private static HostCheck start() {
        try (LinuxPlatform platform = new LinuxPlatform(System.err::println)) {
            platform.spawn().close();
            return new HostCheck(
                    "confined guest process", Status.OK, "starts, with seccomp filter and no new privileges", "");
        } catch (RuntimeException e) {
            return new HostCheck(
                    "confined guest process",
                    Status.MISSING,
                    e.getMessage(),
                    "Seccomp must be allowed here; in a container, check its seccomp profile and /proc.");
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String read(String file) {
        // In one large read: a sysctl file answers a second read with its end, whatever the first one left.
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return new String(in.readNBytes(1 << 16), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}

package isthmus.app.window.console;

import isthmus.app.engine.GuestText;
import isthmus.app.engine.RunOptions;
import isthmus.app.engine.Volume;
import isthmus.app.window.Strings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What of the host a run can reach, in words. */
public final class ReachText {
    private ReachText() {}

    /** A few words for a badge: the root file system. */
    static String root(RunOptions options) {
        Path root = options.rootfs();
        return isHost(root) ? Strings.of("reach.host") : String.valueOf(root.getFileName());
    }

    /** A few words for a badge: the shared folders. */
    static String shared(RunOptions options) {
        List<Volume> volumes = options.volumes();
        if (volumes.isEmpty()) {
            return Strings.of("reach.nothing");
        }
        long writable = volumes.stream().filter(volume -> !volume.readOnly()).count();
        return Strings.of(writable == 0 ? "reach.read-only" : "reach.writable", volumes.size());
    }

    /** Whether the guest can change something on the host. */
    static boolean canWrite(RunOptions options) {
        return options.volumes().stream().anyMatch(volume -> !volume.readOnly());
    }

    /** Whether the guest sees the host's own files. */
    static boolean seesHost(RunOptions options) {
        return isHost(options.rootfs());
    }

    private static boolean isHost(Path root) {
        return root.getNameCount() == 0;
    }

    /** All of it, a line each. */
    public static String details(RunOptions options) {
        StringBuilder text = new StringBuilder();
        text.append(Strings.of(
                Files.isDirectory(options.rootfs()) ? "reach.details.folder" : "reach.details.archive",
                options.rootfs().toString()));
        for (Volume volume : options.volumes()) {
            text.append('\n')
                    .append(Strings.of(
                            volume.readOnly() ? "reach.details.read-only" : "reach.details.writable",
                            volume.host().toString(),
                            GuestText.show(volume.guest())));
        }
        if (options.volumes().isEmpty()) {
            text.append('\n').append(Strings.of("reach.details.nothing"));
        }
        return text.toString();
    }
}

package isthmus.app.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What {@code isthmus run} was asked to do. Strings for the guest are bytes, one char each (ISO 8859-1).
 *
 * @param rootfs an existing directory, or a tar file, of the host
 * @param environment variables given with {@code --env}, in order
 * @param workdir absolute guest path
 * @param hostname 1 to 64 letters, digits, dots and hyphens
 * @param memory limit in bytes; none if empty
 * @param command the program and its arguments, verbatim; never empty
 */
public record RunOptions(
        Path rootfs,
        Map<String, String> environment,
        String workdir,
        UserIds user,
        String hostname,
        List<Volume> volumes,
        OptionalLong memory,
        TerminalMode terminal,
        Trace trace,
        List<String> command) {
    public RunOptions {
        volumes = List.copyOf(volumes);
        command = List.copyOf(command);
    }
}

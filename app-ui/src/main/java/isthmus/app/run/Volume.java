package isthmus.app.run;

import isthmus.app.cli.UsageException;
import isthmus.core.files.HostNames;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A host directory that the guest sees.
 *
 * @param host an existing file or directory of the host, absolute; only a directory can be mounted
 * @param guest absolute guest path
 * @param readOnly whether writes fail with EROFS
 */
public record Volume(Path host, String guest, boolean readOnly) {
    private static final String FORM = "HOST:GUEST or HOST:GUEST:ro";

    /**
     * {@code HOST:GUEST[:ro]}. The guest path begins at the last {@code :/} and has no colon, so the host path may have
     * some (a Windows drive).
     */
    static Volume parse(String option, String text) throws UsageException {
        boolean readOnly = text.endsWith(":ro");
        String pair = readOnly || text.endsWith(":rw") ? text.substring(0, text.length() - 3) : text;
        int colon = pair.lastIndexOf(":/");
        if (colon <= 0) {
            throw new UsageException(option + " " + text + " is not " + FORM + "; GUEST is an absolute path");
        }
        String guest = pair.substring(colon + 1);
        int mode = guest.indexOf(':');
        if (mode >= 0) {
            throw new UsageException(
                    option + " " + text + " ends in an unknown mode " + guest.substring(mode + 1) + "; write " + FORM);
        }
        return new Volume(existing(option, pair.substring(0, colon)), guest, readOnly);
    }

    /** The host path that an option names. */
    static Path existing(String option, String text) throws UsageException {
        Path path;
        try {
            path = HostNames.path(text).toAbsolutePath();
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + " " + text + " is no path that this host can have; write another");
        }
        if (text.isEmpty() || !Files.exists(path)) {
            throw new UsageException(
                    option + " " + text + ": there is no such file or directory on the host; check the path");
        }
        if (!Files.isReadable(path)) {
            throw new UsageException(option + " " + text + ": you may not read it; check its permissions");
        }
        return path;
    }
}

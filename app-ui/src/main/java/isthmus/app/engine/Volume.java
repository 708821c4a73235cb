package isthmus.app.engine;

import isthmus.core.files.HostNames;
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

    /** @throws OptionException if the guest path is not absolute, or has a colon or a zero byte in it */
    public Volume {
        host = host.toAbsolutePath();
        if (!guest.startsWith("/")) {
            throw new OptionException("the place " + guest + " for " + host
                    + " is not an absolute path of the guest; begin it with a slash");
        }
        if (guest.indexOf(':') >= 0 || guest.indexOf(0) >= 0) {
            throw new OptionException("the place " + guest + " for " + host
                    + " has a character in it that cannot be; choose another place");
        }
    }

    /**
     * {@code HOST:GUEST[:ro]}. The guest path begins at the last {@code :/} and has no colon, so the host path may have
     * some: {@code C:\Users\me:/src}, {@code C:/Users/me:/src}, {@code \\server\share:/src}.
     *
     * @param option what to call it in a message
     * @throws OptionException if it has another form, or the host path is not there or may not be read
     */
    public static Volume parse(String option, String text) {
        boolean readOnly = text.endsWith(":ro");
        String pair = readOnly || text.endsWith(":rw") ? text.substring(0, text.length() - 3) : text;
        int colon = pair.lastIndexOf(":/");
        if (colon <= 0 || HostPaths.isDriveLetter(pair, colon)) {
            throw new OptionException(option + " " + text + " is not " + FORM + "; GUEST is an absolute path");
        }
        String guest = pair.substring(colon + 1);
        int mode = guest.indexOf(':');
        if (mode >= 0) {
            throw new OptionException(
                    option + " " + text + " ends in an unknown mode " + guest.substring(mode + 1) + "; write " + FORM);
        }
        return new Volume(HostPaths.existing(option, pair.substring(0, colon)), guest, readOnly);
    }

    /** As {@link #parse} takes it. */
    String text() {
        return HostNames.bytes(host) + ":" + guest + (readOnly ? ":ro" : "");
    }
}

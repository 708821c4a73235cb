package isthmus.app.engine;

import isthmus.core.files.HostNames;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** Paths of the host as people write them. */
public final class HostPaths {
    private HostPaths() {}

    /**
     * The absolute path of something that is there and may be read.
     *
     * @param option what to call it in a message
     * @param text bytes, one char each
     * @throws OptionException if it is not there, or may not be read
     */
    public static Path existing(String option, String text) {
        Path path = path(option + " " + text, text).toAbsolutePath();
        if (text.isEmpty() || !Files.exists(path)) {
            throw new OptionException(
                    option + " " + text + ": there is no such file or directory on the host; check the path");
        }
        if (!Files.isReadable(path)) {
            throw new OptionException(option + " " + text + ": you may not read it; check its permissions");
        }
        return path;
    }

    /** Whether a colon follows the letter of a drive, on a host that has drives, so that a slash behind it is part of a path. */
    static boolean isDriveLetter(String text, int colon) {
        return isDriveLetter(
                text, colon, FileSystems.getDefault().getSeparator().equals("\\"));
    }

    static boolean isDriveLetter(String text, int colon, boolean drives) {
        return drives && colon == 1 && (text.charAt(0) | 0x20) >= 'a' && (text.charAt(0) | 0x20) <= 'z';
    }

    /**
     * A path that may or may not be there, relative to the working directory if it is not absolute.
     *
     * @param what what to call it, with its value, in a message
     * @throws OptionException if the host cannot have such a path
     */
    public static Path path(String what, String text) {
        try {
            return HostNames.path(text);
        } catch (IllegalArgumentException e) {
            throw new OptionException(what + " is no path that this host can have; write another");
        }
    }
}

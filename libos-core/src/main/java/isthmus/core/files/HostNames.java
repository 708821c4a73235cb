package isthmus.core.files;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/**
 * Guest file names to host paths and back without loss: a guest name is bytes, one char each (ISO 8859-1), and a host
 * name is whatever the host says it is.
 *
 * <p>{@link Path#of} decodes by the JVM's locale and so refuses or changes a name that is not text in it (every
 * non-ASCII name under {@code LC_ALL=C}). On a host whose names are bytes a {@code file:} URI carries them
 * ({@link ByteNameRules}). On one whose names are text they are UTF-8, and {@link TextNames} says how those are written that the
 * host cannot have ({@link TextNameRules}).
 */
public final class HostNames {
    private static final NameRules RULES = rulesOf(FileSystems.getDefault());

    private HostNames() {}

    /** File systems with POSIX' attributes have its names. */
    private static NameRules rulesOf(FileSystem files) {
        return files.supportedFileAttributeViews().contains("unix")
                ? new ByteNameRules()
                : new TextNameRules(files.getSeparator());
    }

    /**
     * The host path of an entry of a directory.
     *
     * @param directory a directory of the default file system
     * @param name one guest name, no slash in it, neither {@code .} nor {@code ..}
     * @throws IllegalArgumentException if the host cannot have such a name
     */
    public static Path resolve(Path directory, String name) {
        return RULES.resolve(directory, name);
    }

    /** The guest name of a host path's last element; empty for a root. */
    public static String name(Path path) {
        Path last = path.getFileName();
        return last == null ? "" : RULES.name(path, last.toString());
    }

    /** The whole of an absolute host path, one char a byte. */
    public static String bytes(Path path) {
        String text = path.toString();
        return NameRules.isAscii(text) ? text : RULES.bytes(path, text);
    }

    /**
     * The host path that a person wrote, relative to the working directory if it is not absolute.
     *
     * @param text bytes as a person's shell passed them, one char each
     * @throws IllegalArgumentException if the host cannot have such a path
     */
    public static Path path(String text) {
        return RULES.path(text);
    }

    /**
     * What is the same for two guest names of one directory only if they are names of the same file.
     *
     * @throws IllegalArgumentException if the host cannot have such a name
     */
    public static String identity(String name) {
        return RULES.identity(name);
    }

    /**
     * The text of a symbolic link, as the guest reads it. What it names on a drive or another machine is nowhere for a
     * guest, and stays as it is.
     */
    public static String target(Path link) {
        return RULES.target(link);
    }

    /**
     * A path whose text is that of a symbolic link, as a guest wrote it, but that java.nio makes one slash of several.
     *
     * @throws IllegalArgumentException if the host cannot have such a link
     */
    public static Path link(String target) {
        return RULES.link(target);
    }
}

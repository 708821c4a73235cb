package isthmus.core.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/**
 * Guest file names to host paths and back without loss: a guest name is bytes, one char each (ISO 8859-1), and a host
 * name is whatever the host says it is.
 *
 * <p>{@link Path#of} decodes by the JVM's locale and so refuses or changes a name that is not text in it (every
 * non-ASCII name under {@code LC_ALL=C}). On a host whose names are bytes a {@code file:} URI carries them. On one whose
 * names are text they are UTF-8, and {@link TextNames} says how those are written that the host cannot have.
 */
public final class HostNames {
    private static final String UNRESERVED = "-._~";
    private static final String SEPARATOR = FileSystems.getDefault().getSeparator();
    /** Only hosts whose names are text have another separator. */
    private static final boolean TEXT = !SEPARATOR.equals("/");
    /** Windows paths that are not to be looked at closely; java.nio makes such itself where it must. */
    private static final String VERBATIM = "\\\\?\\", VERBATIM_SHARE = "\\\\?\\UNC\\";

    private HostNames() {}

    /**
     * The host path of an entry of a directory.
     *
     * @param directory a directory of the default file system
     * @param name one guest name, no slash in it, neither {@code .} nor {@code ..}
     * @throws IllegalArgumentException if the host cannot have such a name
     */
    public static Path resolve(Path directory, String name) {
        if (TEXT) {
            return directory.resolve(TextNames.toHost(name));
        }
        if (isAscii(name)) {
            return directory.resolve(name);
        }
        return directory.resolve(Path.of(URI.create(root() + escape(name))).getFileName());
    }

    /** The guest name of a host path's last element; empty for a root. */
    public static String name(Path path) {
        Path last = path.getFileName();
        if (last == null) {
            return "";
        }
        String text = last.toString();
        if (TEXT) {
            return TextNames.toGuest(text);
        }
        // What could not be decoded is never all ASCII: it shows as U+FFFD.
        return isAscii(text) ? text : bytes(path.toUri().getRawPath());
    }

    /** The whole of an absolute host path, one char a byte. */
    public static String bytes(Path path) {
        String text = path.toString();
        if (isAscii(text)) {
            return text;
        }
        if (TEXT) {
            return TextNames.bytes(text);
        }
        String raw = path.toUri().getRawPath();
        return unescape(raw, 0, raw.length());
    }

    /**
     * The host path that a person wrote, relative to the working directory if it is not absolute.
     *
     * @param text bytes as a person's shell passed them, one char each
     * @throws IllegalArgumentException if the host cannot have such a path
     */
    public static Path path(String text) {
        if (TEXT) {
            return Path.of(withoutPrefix(TextNames.text(text)));
        }
        if (isAscii(text)) {
            return Path.of(text);
        }
        Path path = text.startsWith("/") ? Path.of("/") : Path.of("").toAbsolutePath();
        for (String part : text.split("/", 0)) {
            if (!part.isEmpty()) {
                path = resolve(path, part);
            }
        }
        return path;
    }

    static String withoutPrefix(String text) {
        if (text.startsWith(VERBATIM_SHARE)) {
            return "\\\\" + text.substring(VERBATIM_SHARE.length());
        }
        return text.startsWith(VERBATIM) ? text.substring(VERBATIM.length()) : text;
    }

    /**
     * What is the same for two guest names of one directory only if they are names of the same file.
     *
     * @throws IllegalArgumentException if the host cannot have such a name
     */
    public static String identity(String name) {
        return TEXT ? TextNames.folded(TextNames.toHost(name)) : name;
    }

    /**
     * The text of a symbolic link, as the guest reads it. What it names on a drive or another machine is nowhere for a
     * guest, and stays as it is.
     */
    public static String target(Path link) {
        String text = link.toString();
        if (TEXT) {
            Path root = link.getRoot();
            if (root != null && !root.toString().equals(SEPARATOR)) {
                return TextNames.bytes(text);
            }
            StringBuilder out = new StringBuilder();
            link.forEach(part -> out.append('/').append(name(part)));
            return root != null || out.length() == 0 ? out.toString() : out.substring(1);
        }
        if (isAscii(text)) {
            return text;
        }
        // As a URI it is absolute, and ends in a slash if a directory happens to be there.
        String raw = link.toUri().getRawPath();
        String base = link.isAbsolute() ? "" : Path.of("").toUri().getRawPath();
        String bytes = unescape(raw, base.length(), raw.length());
        return bytes.endsWith("/") && !text.endsWith("/") ? bytes.substring(0, bytes.length() - 1) : bytes;
    }

    /**
     * A path whose text is that of a symbolic link, as a guest wrote it, but that java.nio makes one slash of several.
     *
     * @throws IllegalArgumentException if the host cannot have such a link
     */
    public static Path link(String target) {
        if (TEXT) {
            StringBuilder out = new StringBuilder(target.startsWith("/") ? SEPARATOR : "");
            for (String part : target.split("/", 0)) {
                if (!part.isEmpty()) {
                    boolean dots = part.equals(".") || part.equals("..");
                    out.append(dots ? part : TextNames.toHost(part)).append(SEPARATOR);
                }
            }
            return Path.of(out.toString());
        }
        boolean absolute = target.startsWith("/");
        // One slash at the end is lost on the way through the URI, so there are two.
        String escaped = escapePath(target.endsWith("/") ? target + "/" : target);
        Path path = Path.of(URI.create(root() + (absolute ? escaped.substring(1) : escaped)));
        return absolute ? path : path.subpath(0, path.getNameCount());
    }

    private static String escapePath(String path) {
        StringBuilder out = new StringBuilder(path.length() * 2);
        for (String part : path.split("/", -1)) {
            out.append(escape(part)).append('/');
        }
        out.setLength(out.length() - 1);
        return out.toString();
    }

    private static String root() {
        return Path.of("").toAbsolutePath().getRoot().toUri().toString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String escape(String name) {
        StringBuilder out = new StringBuilder(name.length() * 3);
        for (byte b : name.getBytes(ISO_8859_1)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
        return out.toString();
    }

    /** The last element of a raw URI path, percent escapes turned into bytes. A directory's path ends in a slash. */
    private static String bytes(String rawPath) {
        int end = rawPath.endsWith("/") ? rawPath.length() - 1 : rawPath.length();
        int start = rawPath.lastIndexOf('/', end - 1) + 1;
        return unescape(rawPath, start, end);
    }

    /** A host whose names are text leaves what is no ASCII as it is in its URIs, raw or not. */
    private static String unescape(String rawPath, int start, int end) {
        StringBuilder out = new StringBuilder(end - start);
        int plain;
        for (int i = start; i < end; i = plain) {
            plain = i;
            while (plain < end && rawPath.charAt(plain) != '%') {
                plain++;
            }
            out.append(new String(rawPath.substring(i, plain).getBytes(UTF_8), ISO_8859_1));
            if (plain < end) {
                out.append((char) Integer.parseInt(rawPath, plain + 1, plain + 3, 16));
                plain += 3;
            }
        }
        return out.toString();
    }
}

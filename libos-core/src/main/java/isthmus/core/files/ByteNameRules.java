package isthmus.core.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.URI;
import java.nio.file.Path;

/** Names are bytes: what is no ASCII goes to java.nio and comes from it in a {@code file:} URI, which carries bytes. */
final class ByteNameRules extends NameRules {
    private static final String UNRESERVED = "-._~";

    @Override
    Path resolve(Path directory, String name) {
        if (isAscii(name)) {
            return directory.resolve(name);
        }
        return directory.resolve(Path.of(URI.create(root() + escape(name))).getFileName());
    }

    /** What could not be decoded is never all ASCII: it shows as U+FFFD. */
    @Override
    String name(Path path, String last) {
        return isAscii(last) ? last : lastElement(path.toUri().getRawPath());
    }

    @Override
    String bytes(Path path, String text) {
        String raw = path.toUri().getRawPath();
        return unescape(raw, 0, raw.length());
    }

    @Override
    Path path(String text) {
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

    @Override
    String identity(String name) {
        return name;
    }

    @Override
    String target(Path link) {
        String text = link.toString();
        if (isAscii(text)) {
            return text;
        }
        // As a URI it is absolute, and ends in a slash if a directory happens to be there.
        String raw = link.toUri().getRawPath();
        String base = link.isAbsolute() ? "" : Path.of("").toUri().getRawPath();
        String bytes = unescape(raw, base.length(), raw.length());
        return bytes.endsWith("/") && !text.endsWith("/") ? bytes.substring(0, bytes.length() - 1) : bytes;
    }

    @Override
    Path link(String target) {
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
    private static String lastElement(String rawPath) {
        int end = rawPath.endsWith("/") ? rawPath.length() - 1 : rawPath.length();
        int start = rawPath.lastIndexOf('/', end - 1) + 1;
        return unescape(rawPath, start, end);
    }

    private static String unescape(String rawPath, int start, int end) {
        StringBuilder out = new StringBuilder(end - start);
        int plain;
        for (int i = start; i < end; i = plain) {
            plain = i;
            while (plain < end && rawPath.charAt(plain) != '%') {
                plain++;
            }
            out.append(rawPath, i, plain);
            if (plain < end) {
                out.append((char) Integer.parseInt(rawPath, plain + 1, plain + 3, 16));
                plain += 3;
            }
        }
        return out.toString();
    }
}

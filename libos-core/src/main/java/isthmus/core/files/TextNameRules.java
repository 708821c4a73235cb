package isthmus.core.files;

import java.nio.file.Path;

/** Names are text in UTF-8, without those that such a host cannot have ({@link TextNames}); paths are Windows'. */
final class TextNameRules extends NameRules {
    /** Windows paths that are not to be looked at closely; java.nio makes such itself where it must. */
    private static final String VERBATIM = "\\\\?\\", VERBATIM_SHARE = "\\\\?\\UNC\\";

    private final String separator;

    TextNameRules(String separator) {
        this.separator = separator;
    }

    @Override
    Path resolve(Path directory, String name) {
        return directory.resolve(TextNames.toHost(name));
    }

    @Override
    String name(Path path, String last) {
        return TextNames.toGuest(last);
    }

    @Override
    String bytes(Path path, String text) {
        return TextNames.bytes(text);
    }

    @Override
    Path path(String text) {
        return Path.of(withoutPrefix(TextNames.text(text)));
    }

    static String withoutPrefix(String text) {
        if (text.startsWith(VERBATIM_SHARE)) {
            return "\\\\" + text.substring(VERBATIM_SHARE.length());
        }
        return text.startsWith(VERBATIM) ? text.substring(VERBATIM.length()) : text;
    }

    @Override
    String identity(String name) {
        return TextNames.folded(TextNames.toHost(name));
    }

    /** What is on a drive or another machine stays as it is. */
    @Override
    String target(Path link) {
        Path root = link.getRoot();
        if (root != null && !root.toString().equals(separator)) {
            return TextNames.bytes(link.toString());
        }
        StringBuilder out = new StringBuilder();
        link.forEach(part -> out.append('/').append(name(part, part.toString())));
        return root != null || out.length() == 0 ? out.toString() : out.substring(1);
    }

    @Override
    Path link(String target) {
        StringBuilder out = new StringBuilder(target.startsWith("/") ? separator : "");
        for (String part : target.split("/", 0)) {
            if (!part.isEmpty()) {
                boolean dots = part.equals(".") || part.equals("..");
                out.append(dots ? part : TextNames.toHost(part)).append(separator);
            }
        }
        return Path.of(out.toString());
    }
}

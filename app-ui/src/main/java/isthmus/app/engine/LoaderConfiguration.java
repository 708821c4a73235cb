package isthmus.app.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import isthmus.app.engine.RootFiles.Found;
import isthmus.core.ErrnoException;
import isthmus.core.files.overlay.LowerNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The directories that the files of a root file system tell dynamic linkers to look in. */
final class LoaderConfiguration {
    private static final int FILE_BYTES = 1 << 16, ENTRIES = 10_000, FILES = 500;

    private final RootFiles files;
    private final Set<String> read = new HashSet<>();

    LoaderConfiguration(RootFiles files) {
        this.files = files;
    }

    /** Those of /etc/ld.so.conf and what it includes (ldconfig(8)). */
    List<String> glibc() {
        Set<String> directories = new LinkedHashSet<>();
        include("/etc/ld.so.conf", directories);
        return List.copyOf(directories);
    }

    private void include(String path, Set<String> directories) {
        if (read.size() >= FILES || !read.add(path)) {
            return;
        }
        for (String line : text(path).split("\n")) {
            int comment = line.indexOf('#');
            String words = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (words.startsWith("include") && words.length() > 7 && Character.isWhitespace(words.charAt(7))) {
                for (String pattern : words.substring(8).strip().split("\\s+")) {
                    matches(pattern.startsWith("/") ? pattern : "/etc/" + pattern)
                            .forEach(file -> include(file, directories));
                }
            } else if (!words.startsWith("hwcap")) {
                for (String directory : words.split("[:,\\s]+")) {
                    int flag = directory.indexOf('='); // an old way to name the kind of library
                    String plain = flag < 0 ? directory : directory.substring(0, flag);
                    if (plain.startsWith("/")) {
                        directories.add(plain);
                    }
                }
            }
        }
    }

    /** The files that a pattern with wild cards in its last part stands for, sorted. */
    private List<String> matches(String pattern) {
        int slash = pattern.lastIndexOf('/');
        String directory = slash == 0 ? "/" : pattern.substring(0, slash);
        String names = pattern.substring(slash + 1);
        List<String> found = new ArrayList<>();
        for (LowerNode.Entry entry : files.list(directory, ENTRIES)) {
            if (!entry.name().startsWith(".") && isMatch(names, entry.name())) {
                found.add(directory + "/" + entry.name());
            }
        }
        found.sort(null);
        return found;
    }

    /** Whether a name matches a pattern with {@code *} and {@code ?}; takes time in proportion to both lengths at most. */
    static boolean isMatch(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int starAt = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                starAt = n;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++starAt;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Those of musl: /etc/ld-musl-x86_64.path, or its own. */
    List<String> musl() {
        Found file = files.findOrNull("/", "/etc/ld-musl-x86_64.path");
        if (file == null) {
            return List.of("/lib", "/usr/local/lib", "/usr/lib");
        }
        return List.of(text("/etc/ld-musl-x86_64.path").split("[:\n]+"));
    }

    private String text(String path) {
        Found file = files.findOrNull("/", path);
        try {
            return file == null || !file.node().stat().isRegular()
                    ? ""
                    : ISO_8859_1
                            .decode(RootFiles.read(file.node(), 0, FILE_BYTES))
                            .toString();
        } catch (ErrnoException e) {
            return "";
        }
    }
}

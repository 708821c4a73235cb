package isthmus.core.files;

import java.nio.file.Path;

/** How a host writes names and paths; what {@link HostNames} promises of each method holds here. */
abstract class NameRules {
    abstract Path resolve(Path directory, String name);

    /** @param last the last element of {@code path}, as java.nio shows it */
    abstract String name(Path path, String last);

    /** @param text of {@code path}, as java.nio shows it; not all of it is ASCII */
    abstract String bytes(Path path, String text);

    abstract Path path(String text);

    abstract String identity(String name);

    abstract String target(Path link);

    abstract Path link(String target);

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}

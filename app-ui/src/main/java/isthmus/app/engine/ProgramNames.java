package isthmus.app.engine;

import isthmus.core.ErrnoException;
import isthmus.core.files.Stat;
import isthmus.core.files.overlay.LowerNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Completes what is typed for a program or a path of a root file system. Strings are bytes, one char each. */
public final class ProgramNames {
    private static final int ENTRIES = 20_000;
    private static final List<String> SHELLS = List.of("/bin/bash", "/bin/zsh", "/bin/sh");

    private ProgramNames() {}

    /** What a completed path is to lead to. */
    public enum Kind {
        /** A program, by its path or its name in PATH; and directories, to go on from. */
        PROGRAM,
        DIRECTORY,
        FILE
    }

    /**
     * Names that begin with what was typed, sorted; those of directories end in a slash. For nothing typed, the shells that
     * there are.
     *
     * @param workdir where a relative path starts
     * @param path the value of PATH
     * @param most how many at most
     */
    public static List<String> complete(
            RootFiles files, Kind kind, String workdir, String path, String typed, int most) {
        if (kind != Kind.PROGRAM || typed.indexOf('/') >= 0) {
            return paths(files, kind, workdir, typed, most);
        }
        if (typed.isEmpty()) {
            return SHELLS.stream()
                    .filter(shell -> files.findOrNull("/", shell) != null)
                    .limit(most)
                    .toList();
        }
        return names(files, workdir, path, typed, most);
    }

    private static List<String> names(RootFiles files, String workdir, String path, String typed, int most) {
        Set<String> found = new TreeSet<>();
        for (String directory : path.split(":")) {
            String from = directory.isEmpty() ? workdir : directory;
            int taken = 0;
            for (LowerNode.Entry entry : sorted(files, from, typed)) {
                if (taken == most) {
                    break;
                }
                if (fits(files, from, entry, Kind.PROGRAM, false)) {
                    found.add(entry.name());
                    taken++;
                }
            }
        }
        return found.stream().limit(most).toList();
    }

    private static List<String> paths(RootFiles files, Kind kind, String workdir, String typed, int most) {
        int slash = typed.lastIndexOf('/');
        String prefix = typed.substring(0, slash + 1);
        String parent = prefix.startsWith("/") ? prefix : workdir + "/" + prefix;
        List<String> found = new ArrayList<>();
        for (LowerNode.Entry entry : sorted(files, parent, typed.substring(slash + 1))) {
            if (found.size() == most) {
                break;
            }
            if (fits(files, parent, entry, kind, true)) {
                found.add(prefix + entry.name() + (isDirectory(files, parent, entry) ? "/" : ""));
            }
        }
        return found;
    }

    /** Hidden names only if a dot was typed. */
    private static List<LowerNode.Entry> sorted(RootFiles files, String directory, String beginning) {
        return files.list(directory, ENTRIES).stream()
                .filter(entry -> entry.name().startsWith(beginning)
                        && (!beginning.isEmpty() || !entry.name().startsWith(".")))
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }

    private static boolean isDirectory(RootFiles files, String parent, LowerNode.Entry entry) {
        Stat stat = stat(files, parent, entry);
        return stat != null && stat.isDirectory();
    }

    private static boolean fits(RootFiles files, String parent, LowerNode.Entry entry, Kind kind, boolean directories) {
        Stat stat = stat(files, parent, entry);
        if (stat == null) {
            return false;
        }
        if (stat.isDirectory()) {
            return directories;
        }
        return switch (kind) {
            case PROGRAM -> stat.isRegular() && (stat.mode() & 0111) != 0;
            case DIRECTORY -> false;
            case FILE -> true;
        };
    }

    /** Of what a link leads to; null if it leads nowhere. */
    private static Stat stat(RootFiles files, String parent, LowerNode.Entry entry) {
        try {
            Stat stat = entry.node().stat();
            return stat.isSymlink()
                    ? files.find(parent, parent + "/" + entry.name()).node().stat()
                    : stat;
        } catch (ErrnoException e) {
            return null;
        }
    }
}

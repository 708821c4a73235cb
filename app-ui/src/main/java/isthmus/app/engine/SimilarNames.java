package isthmus.app.engine;

import isthmus.core.files.overlay.LowerNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Names of a root file system that may have been meant by one that is not there. */
final class SimilarNames {
    private static final int ENTRIES = 20_000, MOST = 5, LONGEST = 100;

    private final RootFiles files;
    private final String workdir;
    private final List<String> path;

    private record Candidate(String path, int distance) {}

    /** @param path the directories of PATH */
    SimilarNames(RootFiles files, String workdir, List<String> path) {
        this.files = files;
        this.workdir = workdir;
        this.path = path;
    }

    /** For a path: the same name elsewhere in PATH, or one like it in its directory. */
    List<String> toPath(String wanted) {
        int slash = wanted.lastIndexOf('/');
        String name = wanted.substring(slash + 1);
        String parent = slash < 0 ? workdir : slash == 0 ? "/" : wanted.substring(0, slash);
        Set<String> directories = new LinkedHashSet<>();
        directories.add(parent.startsWith("/") ? parent : workdir + "/" + parent);
        directories.addAll(path);
        return toName(name, List.copyOf(directories));
    }

    /** The likeliest first, at most five. */
    List<String> toName(String name, List<String> directories) {
        if (name.isEmpty() || name.length() > LONGEST) {
            return List.of();
        }
        int limit = name.length() < 3 ? 0 : Math.max(1, name.length() / 3);
        List<Candidate> candidates = new ArrayList<>();
        for (String directory : directories) {
            for (LowerNode.Entry entry : files.list(directory, ENTRIES)) {
                int distance = distance(name, entry.name(), limit);
                if (distance <= limit) {
                    String prefix = directory.endsWith("/") ? directory : directory + "/";
                    candidates.add(new Candidate(prefix + entry.name(), distance));
                }
            }
        }
        candidates.sort(Comparator.comparingInt(Candidate::distance)); // stable: the order of PATH stays
        Set<String> found = new LinkedHashSet<>();
        Set<String> resolved = new LinkedHashSet<>();
        for (Candidate candidate : candidates) {
            RootFiles.Found file = found.size() < MOST ? files.findOrNull(workdir, candidate.path()) : null;
            if (file != null && resolved.add(file.path())) {
                found.add(candidate.path());
            }
        }
        return List.copyOf(found);
    }

    /** How many characters must be put in, taken out, changed or swapped; more than the limit counts as one more than it. */
    static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) > limit) {
            return limit + 1;
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return Math.min(last[b.length()], limit + 1);
    }
}

package isthmus.app.engine;

import isthmus.app.engine.RootFiles.Found;
import isthmus.core.ErrnoException;
import isthmus.linux.elf.ElfFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the libraries of a program, and theirs, where its dynamic linker would: for the GNU C library as ld.so(8) says, but
 * from ld.so.conf and not from the cache that is made of it; for musl as its linker does.
 */
final class Libraries {
    /** No program has more. */
    private static final int LIMIT = 4096;
    /** A program that was made to waste time has more. */
    private static final int DIRECTORY_LIMIT = 1000, LOOKUP_LIMIT = 200_000;

    private static final String VDSO = "linux-vdso.so.1";
    /** What musl's own file stands for. */
    private static final Set<String> IN_MUSL = Set.of("c", "pthread", "rt", "m", "dl", "util", "xnet");

    private static final List<String> GLIBC_DIRECTORIES =
            List.of("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib");

    /**
     * A file that was loaded.
     *
     * @param directory where it is, for $ORIGIN
     * @param loader who wanted it; null for the program
     */
    private record Loaded(String path, String directory, ElfFile elf, Loaded loader) {}

    private final RootFiles files;
    private final RunOptions options;
    private final boolean musl;
    private final List<String> usual;
    /** What $LIB stands for. */
    private final String lib;

    private int lookups;
    /** By the names under which a library is known. */
    private final Map<String, Loaded> known = new HashMap<>();

    private final Set<String> names = new HashSet<>();
    private final List<String> found = new ArrayList<>();
    private final List<Verdict.Missing> missing = new ArrayList<>();

    /** @param interpreter the dynamic linker, which counts as loaded */
    Libraries(RootFiles files, RunOptions options, boolean musl, Found interpreter) {
        this.files = files;
        this.options = options;
        this.musl = musl;
        this.usual = musl ? new LoaderConfiguration(files).musl() : glibc();
        this.lib = files.findOrNull("/", "/lib/x86_64-linux-gnu") != null ? "lib/x86_64-linux-gnu" : "lib64";
        ElfFile elf = read(interpreter);
        String base = interpreter.path().substring(interpreter.path().lastIndexOf('/') + 1);
        Loaded linker = new Loaded(interpreter.path(), "/", elf, null);
        known.put(base, linker);
        if (elf != null && elf.name() != null) {
            known.put(elf.name(), linker);
        }
    }

    private List<String> glibc() {
        List<String> directories = new ArrayList<>(new LoaderConfiguration(files).glibc());
        directories.addAll(GLIBC_DIRECTORIES);
        return directories;
    }

    /** An ELF file for x86-64; null if it is none. */
    static ElfFile read(Found file) {
        try {
            return file.node().stat().isRegular() ? ElfFile.read(file.node()::read) : null;
        } catch (ErrnoException e) {
            return null;
        }
    }

    /** The paths of what was found, in order. */
    List<String> found() {
        return found;
    }

    List<Verdict.Missing> missing() {
        return missing;
    }

    /** Looks for all that a program needs, breadth first as the linkers do. */
    void load(Found program, ElfFile elf) {
        Deque<Loaded> queue = new ArrayDeque<>();
        queue.add(new Loaded(program.path(), parent(program.path()), elf, null));
        while (!queue.isEmpty()) {
            Loaded wanting = queue.remove();
            for (String name : wanting.elf().needed()) {
                if (names.size() < LIMIT && names.add(name) && !isThere(name)) {
                    Loaded library = search(name, wanting);
                    if (library == null) {
                        missing.add(new Verdict.Missing(name, wanting.path()));
                    } else if (library.elf() != null) {
                        queue.add(library);
                    }
                }
            }
        }
    }

    private boolean isThere(String name) {
        return name.isEmpty() || name.equals(VDSO) || known.containsKey(name) || musl && isInMusl(name);
    }

    private static boolean isInMusl(String name) {
        int end = name.indexOf(".so");
        return name.startsWith("lib")
                && end > 3
                && (IN_MUSL.contains(name.substring(3, end)) || name.startsWith("libc.musl-"));
    }

    private Loaded search(String name, Loaded wanting) {
        if (name.indexOf('/') >= 0) {
            return take(name, expand(name, wanting), wanting);
        }
        for (String directory : directories(wanting)) {
            Loaded library = directory.isEmpty() ? null : take(name, directory + "/" + name, wanting);
            if (library != null) {
                return library;
            }
        }
        return null;
    }

    /** The file at a path as a library; null if there is none that fits, which the linkers pass over. */
    private Loaded take(String name, String path, Loaded wanting) {
        Found file = lookups++ < LOOKUP_LIMIT ? files.findOrNull(options.workdir(), path) : null;
        ElfFile elf = file == null ? null : read(file);
        if (elf == null) {
            return null;
        }
        Loaded library = new Loaded(file.path(), parent(path), elf, wanting);
        known.put(name, library);
        if (elf.name() != null) {
            known.putIfAbsent(elf.name(), library);
        }
        found.add(file.path());
        return library;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** Where to look for what a file needs, in order. */
    private List<String> directories(Loaded wanting) {
        List<String> directories = new ArrayList<>();
        String fromEnvironment = options.environment().getOrDefault("LD_LIBRARY_PATH", "");
        if (musl) {
            add(directories, fromEnvironment, wanting);
            for (Loaded each = wanting; each != null && directories.size() < DIRECTORY_LIMIT; each = each.loader()) {
                add(
                        directories,
                        each.elf().runpath() != null
                                ? each.elf().runpath()
                                : each.elf().rpath(),
                        each);
            }
        } else {
            for (Loaded each = wanting;
                    each != null && wanting.elf().runpath() == null && directories.size() < DIRECTORY_LIMIT;
                    each = each.loader()) {
                add(directories, each.elf().runpath() == null ? each.elf().rpath() : null, each);
            }
            add(directories, fromEnvironment.replace(';', ':'), wanting);
            add(directories, wanting.elf().runpath(), wanting);
        }
        if (!wanting.elf().noDefaultDirectories()) {
            directories.addAll(usual);
        }
        return directories;
    }

    private void add(List<String> directories, String list, Loaded owner) {
        if (list != null && !list.isEmpty()) {
            String[] parts = list.split(":", -1);
            for (int i = 0; i < parts.length && directories.size() < DIRECTORY_LIMIT; i++) {
                String directory = parts[i];
                directories.add(directory.isEmpty() ? options.workdir() : expand(directory, owner));
            }
        }
    }

    /** Fills in $ORIGIN, $LIB and $PLATFORM, with and without braces. */
    private String expand(String text, Loaded owner) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        return fill(fill(fill(text, "ORIGIN", owner.directory()), "LIB", lib), "PLATFORM", "x86_64");
    }

    private static String fill(String text, String name, String value) {
        return text.replace("${" + name + "}", value).replace("$" + name, value);
    }
}

package isthmus.linux.elf;

import isthmus.core.Errno;
import isthmus.core.files.Actor;
import isthmus.core.files.FileOpener;
import isthmus.core.files.Mode;
import isthmus.core.files.Mount;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import isthmus.core.files.Permissions;
import isthmus.core.files.Vfs;
import isthmus.core.files.WalkOptions;
import isthmus.linux.task.Executable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Finds out what execve(2) is to run: opens the file, follows {@code #!} lines, and looks at the ELF headers. */
public final class ProgramFinder {
    /** More interpreters of interpreters than this: ELOOP. */
    private static final int SCRIPT_DEPTH = 5;

    private final Vfs vfs;
    private final Actor actor;
    private final PathNode workingDirectory;

    /** @param workingDirectory where relative paths of interpreters start */
    public ProgramFinder(Vfs vfs, Actor actor, PathNode workingDirectory) {
        this.vfs = vfs;
        this.actor = actor;
        this.workingDirectory = workingDirectory;
    }

    /** The place of a program: ENOENT, ENOTDIR, EACCES, ELOOP. */
    public PathNode walk(PathNode start, String path, boolean followLast) {
        if (path.isEmpty()) {
            throw Errno.ENOENT.exception();
        }
        return vfs.walk(actor, start, path, WalkOptions.follow(followLast));
    }

    private PathNode walkToInterpreter(String path) {
        return walk(workingDirectory, path, true);
    }

    /** Opens a file to execute it: EACCES unless it is a regular file that may be executed. */
    private OpenFile open(Supplier<PathNode> place) {
        return FileOpener.found(place, this::open);
    }

    private OpenFile open(PathNode node) {
        int mode = node.inode().mode();
        if (Mode.isSymlink(mode)) {
            throw Errno.ELOOP.exception();
        }
        if (!Mode.isRegular(mode) || node.mount().has(Mount.MS_NOEXEC)) {
            throw Errno.EACCES.exception();
        }
        Permissions.check(node, actor.credentials(), Permissions.MAY_EXEC);
        return FileOpener.openChecked(node, OpenFlags.O_RDONLY, actor.task());
    }

    /**
     * Examines a program and its interpreters. ENOEXEC, ELOOP, E2BIG, EACCES, ENOENT, ELIBBAD, EIO, ETXTBSY.
     *
     * @param place walks to it, perhaps more than once
     * @param fileName how it was asked for, which a script's interpreter is told
     * @param canBeNamed whether a script's interpreter could open {@code fileName} (ENOENT otherwise)
     * @param stackLimit the soft RLIMIT_STACK in bytes, which bounds arguments and environment
     */
    public Program find(
            Supplier<PathNode> place,
            String fileName,
            boolean canBeNamed,
            List<String> arguments,
            List<String> environment,
            long stackLimit) {
        List<String> words = arguments.isEmpty() ? List.of("") : arguments;
        Supplier<PathNode> at = place;
        String name = fileName;
        for (int depth = 0; ; depth++) {
            if (depth > SCRIPT_DEPTH) {
                throw Errno.ELOOP.exception();
            }
            Executable executable = new Executable(open(at));
            boolean taken = false;
            try {
                InitialStack.checkSize(words, environment, fileName, stackLimit);
                ByteBuffer start = FileReader.read(executable.file(), 0, Script.LINE_LIMIT);
                if (!Script.isScript(start)) {
                    Program program = examine(executable, fileName, words, environment);
                    taken = true;
                    return program;
                }
                Script script = Script.read(start);
                if (!canBeNamed) {
                    throw Errno.ENOENT.exception();
                }
                words = interpreted(script, name, words);
                InitialStack.checkSize(words, environment, fileName, stackLimit);
                name = script.interpreter();
            } finally {
                if (!taken) {
                    executable.release();
                }
            }
            String next = name;
            at = () -> walkToInterpreter(next);
        }
    }

    private static List<String> interpreted(Script script, String name, List<String> words) {
        List<String> longer = new ArrayList<>(words.size() + 2);
        longer.add(script.interpreter());
        if (script.argument() != null) {
            longer.add(script.argument());
        }
        longer.add(name);
        longer.addAll(words.subList(1, words.size()));
        return longer;
    }

    private Program examine(Executable executable, String fileName, List<String> words, List<String> environment) {
        OpenFile file = executable.file();
        ElfHeader header = ElfHeader.read(file, Errno.ENOEXEC);
        String path = header.interpreter(file);
        if (path == null) {
            return new Program(fileName, words, environment, executable, header, null, null);
        }
        OpenFile interpreter = open(() -> walkToInterpreter(path));
        ElfHeader interpreterHeader = null;
        try {
            interpreterHeader = ElfHeader.read(interpreter, Errno.ELIBBAD);
        } finally {
            if (interpreterHeader == null) {
                interpreter.release();
            }
        }
        return new Program(fileName, words, environment, executable, header, interpreter, interpreterHeader);
    }
}

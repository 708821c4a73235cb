package isthmus.app.engine;

import isthmus.app.engine.RootFiles.Found;
import isthmus.app.engine.Verdict.NotExecutable;
import isthmus.app.engine.Verdict.WrongFormat;
import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.Stat;
import isthmus.linux.elf.ElfFile;
import isthmus.linux.elf.Script;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells whether a program would start, without starting it: finds it as execve(2) does, and its libraries as ld.so(8) or
 * musl's linker does. Whatever is in the files, the answer is a verdict and never an exception.
 */
public final class Preflight {
    /** The PATH of a program that is given none. */
    public static final String DEFAULT_PATH = RunSystem.DEFAULT_PATH;

    /** As in execve(2): more interpreters of interpreters are ELOOP. */
    private static final int SCRIPT_DEPTH = 5;

    private static final int I386 = 3;

    private final RootFiles files;
    private final RunOptions options;

    private Preflight(RootFiles files, RunOptions options) {
        this.files = files;
        this.options = options;
    }

    /** @param files the root file system and the shared folders of the options */
    public static Verdict check(RootFiles files, RunOptions options) {
        String program = options.command().getFirst();
        try {
            return new Preflight(files, options).check(program);
        } catch (ErrnoException e) {
            return e.errno() == Errno.ELOOP
                    ? new Verdict.LoopOfInterpreters(program)
                    : new Verdict.Unreadable(program, e.errno().toString());
        }
    }

    private Verdict check(String program) {
        if (program.indexOf('/') >= 0) {
            Found found = found(program);
            return found != null
                    ? examine(found, 0)
                    : new Verdict.NotFound(program, List.of(), similar().toPath(program));
        }
        List<String> directories = path();
        Verdict refused = null;
        for (String directory : directories) {
            Found found = found(directory + "/" + program);
            if (found != null) {
                Verdict verdict = examine(found, 0);
                if (!(verdict instanceof NotExecutable)) {
                    return verdict;
                }
                refused = refused == null ? verdict : refused;
            }
        }
        return refused != null
                ? refused
                : new Verdict.NotFound(program, directories, similar().toName(program, directories));
    }

    private SimilarNames similar() {
        return new SimilarNames(files, options.workdir(), path());
    }

    /** The directories of PATH; an empty one is the working directory. */
    private List<String> path() {
        String value = options.environment().getOrDefault("PATH", DEFAULT_PATH);
        List<String> directories = new ArrayList<>();
        for (String directory : value.split(":", -1)) {
            directories.add(directory.isEmpty() ? options.workdir() : directory);
        }
        return directories;
    }

    /** Null if it is not there; else what the host says may be thrown, ELOOP and EIO say. */
    private Found found(String path) {
        try {
            return files.find(options.workdir(), path);
        } catch (ErrnoException e) {
            return switch (e.errno()) {
                case ENOENT, ENOTDIR, ENAMETOOLONG -> null;
                default -> throw e;
            };
        }
    }

    private Verdict examine(Found program, int depth) {
        NotExecutable.Reason reason = refusal(program.node().stat());
        if (reason != null) {
            return new NotExecutable(program.path(), reason);
        }
        ByteBuffer start = RootFiles.read(program.node(), 0, FileFormat.BYTES);
        FileFormat format = FileFormat.of(start);
        return switch (format) {
            case SCRIPT -> script(program, start, depth);
            case ELF -> elf(program, start);
            default -> new WrongFormat(program.path(), WrongFormat.Form.OTHER, format);
        };
    }

    /** As permissions say for the user of the run; null if it may be executed. */
    private NotExecutable.Reason refusal(Stat stat) {
        if (stat.isDirectory()) {
            return NotExecutable.Reason.DIRECTORY;
        }
        if (!stat.isRegular()) {
            return NotExecutable.Reason.NO_FILE;
        }
        if ((stat.mode() & 0111) == 0) {
            return NotExecutable.Reason.NO_PERMISSION;
        }
        UserIds user = options.user();
        int who = user.uid() == 0
                ? 0111
                : user.uid() == Integer.toUnsignedLong(stat.uid())
                        ? 0100
                        : user.gid() == Integer.toUnsignedLong(stat.gid()) ? 0010 : 0001;
        return (stat.mode() & who) == 0 ? NotExecutable.Reason.NOT_FOR_THIS_USER : null;
    }

    private Verdict script(Found program, ByteBuffer start, int depth) {
        if (depth >= SCRIPT_DEPTH) {
            return new Verdict.LoopOfInterpreters(program.path());
        }
        Script script;
        try {
            script = Script.read(start.duplicate().limit(Math.min(start.limit(), Script.LINE_LIMIT)));
        } catch (ErrnoException e) {
            return new WrongFormat(program.path(), WrongFormat.Form.SCRIPT_WITHOUT_INTERPRETER, FileFormat.SCRIPT);
        }
        String name = script.interpreter();
        Found interpreter = found(name);
        if (interpreter == null) {
            boolean carriageReturn = name.endsWith("\r");
            String meant = carriageReturn ? name.substring(0, name.length() - 1) : name;
            return new Verdict.ScriptInterpreterMissing(
                    program.path(), meant, carriageReturn, similar().toPath(meant));
        }
        Verdict verdict = examine(interpreter, depth + 1);
        return verdict instanceof Verdict.Ready ready
                ? new Verdict.Ready(program.path(), interpreter.path(), ready.libraries())
                : verdict instanceof Verdict.LoopOfInterpreters
                        ? new Verdict.LoopOfInterpreters(program.path())
                        : verdict;
    }

    private Verdict elf(Found program, ByteBuffer start) {
        String path = program.path();
        ElfFile.Kind kind = ElfFile.kind(start);
        if (kind == null) {
            return new WrongFormat(path, WrongFormat.Form.DAMAGED, FileFormat.ELF);
        }
        if (kind.machine() != ElfFile.X86_64 && kind.machine() != I386) {
            return new Verdict.WrongMachine(path, ElfFile.machineName(kind.machine()));
        }
        if (!kind.wide()) {
            return new Verdict.ThirtyTwoBit(path);
        }
        switch (kind.type()) {
            case ElfFile.OBJECT -> {
                return new WrongFormat(path, WrongFormat.Form.OBJECT_FILE, FileFormat.ELF);
            }
            case ElfFile.CORE -> {
                return new WrongFormat(path, WrongFormat.Form.CORE_DUMP, FileFormat.ELF);
            }
            default -> {}
        }
        ElfFile elf;
        try {
            elf = ElfFile.read(program.node()::read);
        } catch (ErrnoException e) {
            return e.errno() == Errno.ENOEXEC
                    ? new WrongFormat(path, WrongFormat.Form.DAMAGED, FileFormat.ELF)
                    : new Verdict.Unreadable(path, e.errno().toString());
        }
        if (elf.interpreter() == null && elf.type() == ElfFile.SHARED && elf.entry() == 0) {
            return new WrongFormat(path, WrongFormat.Form.SHARED_LIBRARY, FileFormat.ELF);
        }
        return elf.interpreter() == null ? new Verdict.Ready(path, null, List.of()) : dynamic(program, elf);
    }

    private Verdict dynamic(Found program, ElfFile elf) {
        Found interpreter = found(elf.interpreter());
        boolean musl = elf.interpreter().contains("/ld-musl-");
        if (interpreter == null) {
            return new Verdict.InterpreterMissing(program.path(), elf.interpreter(), musl);
        }
        if (Libraries.read(interpreter) == null) {
            return new WrongFormat(interpreter.path(), WrongFormat.Form.DAMAGED, FileFormat.ELF);
        }
        Libraries libraries = new Libraries(files, options, musl, interpreter);
        libraries.load(program, elf);
        return libraries.missing().isEmpty()
                ? new Verdict.Ready(program.path(), interpreter.path(), libraries.found())
                : new Verdict.LibrariesMissing(program.path(), libraries.missing());
    }
}

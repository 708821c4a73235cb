package isthmus.linux.elf;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.FileOpener;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import isthmus.linux.elf.StartException.Reason;
import java.nio.ByteBuffer;

/** Looks again at a program that execve(2) refused, to say why in a sentence. */
public final class ProgramDiagnosis {
    private static final int EM_X86_64 = 62;
    private static final int SCRIPT_DEPTH = 5;

    private final ProgramFinder finder;
    private final PathNode workingDirectory;

    public ProgramDiagnosis(ProgramFinder finder, PathNode workingDirectory) {
        this.finder = finder;
        this.workingDirectory = workingDirectory;
    }

    /** The reason why {@code path} was refused with {@code errno}. */
    public StartException explain(String path, Errno errno) {
        PathNode node;
        try {
            node = finder.walk(workingDirectory, path, true);
        } catch (ErrnoException e) {
            Reason reason = errno == Errno.ENOENT || errno == Errno.ENOTDIR ? Reason.NOT_FOUND : Reason.OTHER;
            return because(reason, errno, path, reason == Reason.NOT_FOUND ? missing(path) : words(errno));
        }
        try {
            return explain(path, node, errno, 0);
        } catch (ErrnoException e) {
            return because(Reason.OTHER, errno, path, words(errno));
        }
    }

    private static String missing(String path) {
        return path.indexOf('/') < 0
                ? "no directory of the guest's PATH has such a program"
                : "there is no such program in the guest";
    }

    private StartException explain(String path, PathNode node, Errno errno, int depth) {
        int mode = node.inode().mode();
        if (!Mode.isRegular(mode)) {
            return because(
                    Reason.NOT_PERMITTED, errno, path, Mode.isDirectory(mode) ? "it is a directory" : "it is no file");
        }
        if (errno == Errno.EACCES && (mode & 0111) == 0) {
            return because(Reason.NOT_PERMITTED, errno, path, "it is not executable; chmod +x would change that");
        }
        OpenFile file = FileOpener.openChecked(node, OpenFlags.O_RDONLY, null);
        try {
            ByteBuffer start = FileReader.read(file, 0, Script.LINE_LIMIT);
            if (Script.isScript(start) && depth < SCRIPT_DEPTH) {
                return script(path, start, errno, depth);
            }
            return ElfHeader.hasMagic(start) ? program(path, file, start, errno) : other(path, start, errno);
        } finally {
            file.release();
        }
    }

    private StartException script(String path, ByteBuffer start, Errno errno, int depth) {
        Script script;
        try {
            script = Script.read(start);
        } catch (ErrnoException e) {
            return because(Reason.NOT_A_PROGRAM, errno, path, "its first line begins with #! and names no interpreter");
        }
        PathNode interpreter = find(script.interpreter());
        if (interpreter == null) {
            return because(
                    Reason.INTERPRETER_MISSING,
                    errno,
                    path,
                    "its interpreter " + script.interpreter() + " is not there");
        }
        return explain(script.interpreter(), interpreter, errno, depth + 1);
    }

    private PathNode find(String path) {
        try {
            return finder.walk(workingDirectory, path, true);
        } catch (ErrnoException e) {
            return null;
        }
    }

    private StartException program(String path, OpenFile file, ByteBuffer start, Errno errno) {
        int machine = start.limit() < 20 ? 0 : Short.toUnsignedInt(start.getShort(18));
        if (start.limit() >= ElfHeader.BYTES && (start.get(4) != 2 || machine != EM_X86_64)) {
            boolean narrow = start.get(4) == 1 && (machine == 3 || machine == EM_X86_64);
            return narrow
                    ? because(Reason.WRONG_WIDTH, errno, path, "it is a 32-bit program; Isthmus runs 64-bit ones")
                    : because(
                            Reason.OTHER_MACHINE,
                            errno,
                            path,
                            "it is a program for " + ElfFile.machineName(machine) + ", not for x86-64");
        }
        try {
            String interpreter = ElfHeader.read(file, Errno.ENOEXEC).interpreter(file);
            if (interpreter != null && find(interpreter) == null) {
                return because(
                        Reason.INTERPRETER_MISSING,
                        errno,
                        path,
                        "its interpreter " + interpreter
                                + " is not there; the root file system lacks the libraries that the program was built for");
            }
        } catch (ErrnoException e) {
            return because(Reason.DAMAGED, errno, path, "its ELF headers are damaged, or it is no program");
        }
        return errno == Errno.ENOEXEC || errno == Errno.ELIBBAD || errno == Errno.EINVAL
                ? because(Reason.DAMAGED, errno, path, "it, or its interpreter, cannot be loaded (" + errno + ")")
                : because(Reason.OTHER, errno, path, words(errno));
    }

    private static StartException other(String path, ByteBuffer start, Errno errno) {
        if (errno != Errno.ENOEXEC) {
            return because(errno == Errno.EACCES ? Reason.NOT_PERMITTED : Reason.OTHER, errno, path, words(errno));
        }
        boolean windows = start.limit() >= 2 && start.get(0) == 'M' && start.get(1) == 'Z';
        String what = start.limit() == 0
                ? "it is empty"
                : windows ? "it is a Windows program" : "it is neither an ELF program nor a script that begins with #!";
        return because(Reason.NOT_A_PROGRAM, errno, path, what);
    }

    private static StartException because(Reason reason, Errno errno, String path, String why) {
        return new StartException(reason, errno, "cannot run " + path + ": " + why);
    }

    static String words(Errno errno) {
        return switch (errno) {
            case ENOENT -> "no such file or directory (ENOENT)";
            case ENOTDIR -> "a part of the path is no directory (ENOTDIR)";
            case EACCES -> "permission denied (EACCES)";
            case ELOOP -> "too many symbolic links or interpreters (ELOOP)";
            case E2BIG -> "arguments and environment are too long (E2BIG)";
            case ENOMEM -> "not enough memory (ENOMEM)";
            case ETXTBSY -> "somebody is writing to it (ETXTBSY)";
            default -> errno.toString();
        };
    }
}

package isthmus.linux.elf;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.Actor;
import isthmus.core.files.FileOpener;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import isthmus.core.files.Vfs;
import isthmus.core.files.WalkOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * Why a program cannot be executed, in words for a person: where execve(2) has one number for many reasons.
 *
 * @param notFound whether the program itself is not there, rather than unfit
 * @param sentence what is wrong and what to do
 */
public record ProgramDiagnosis(boolean notFound, String sentence) {
    private static final Map<Integer, String> MACHINES = Map.of(
            3, "32-bit x86", 8, "MIPS", 20, "32-bit PowerPC", 21, "64-bit PowerPC", 22, "S/390", 40, "32-bit ARM",
            183, "64-bit ARM (AArch64)", 243, "RISC-V", 258, "LoongArch");
    private static final int EM_X86_64 = 62;
    private static final int HEAD = 256;

    /**
     * Looks at the program again.
     *
     * @param program as it was asked for: a path, or a name that was looked for along PATH
     * @param start where a relative path starts
     * @param environment where PATH is
     * @param errno why it was refused
     */
    public static ProgramDiagnosis of(
            Vfs vfs, Actor actor, PathNode start, String program, List<String> environment, Errno errno) {
        String place = program.indexOf('/') >= 0 ? program : along(vfs, actor, start, program, environment);
        if (place == null) {
            return new ProgramDiagnosis(
                    true,
                    program + " is not in any directory of PATH in the root file system; give its full path, or set --env PATH=…");
        }
        try {
            PathNode node = vfs.walk(actor, start, place, WalkOptions.FOLLOW);
            if (node.inode().isDirectory()) {
                return unfit(program + " is a directory; name a program in it");
            }
            OpenFile file = FileOpener.openChecked(node, OpenFlags.O_RDONLY, actor.task());
            try {
                return examine(vfs, actor, start, program, file, errno);
            } finally {
                file.release();
            }
        } catch (ErrnoException e) {
            return switch (e.errno()) {
                case ENOENT, ENOTDIR -> new ProgramDiagnosis(
                        true, "there is no program " + program + " in the root file system; check its path");
                case EACCES -> unfit(program + " may not be read by this user; check its permissions or --user");
                default -> unfit(program + " cannot be opened (" + e.errno() + ")");
            };
        }
    }

    private static String along(Vfs vfs, Actor actor, PathNode start, String name, List<String> environment) {
        for (String variable : environment) {
            if (variable.startsWith("PATH=")) {
                for (String directory : variable.substring(5).split(":", -1)) {
                    String path = directory.isEmpty() ? "./" + name : directory + "/" + name;
                    if (exists(vfs, actor, start, path)) {
                        return path;
                    }
                }
            }
        }
        return null;
    }

    private static boolean exists(Vfs vfs, Actor actor, PathNode start, String path) {
        try {
            vfs.walk(actor, start, path, WalkOptions.FOLLOW);
            return true;
        } catch (ErrnoException e) {
            return false;
        }
    }

    private static ProgramDiagnosis unfit(String sentence) {
        return new ProgramDiagnosis(false, sentence);
    }

    private static ProgramDiagnosis examine(
            Vfs vfs, Actor actor, PathNode start, String program, OpenFile file, Errno errno) {
        if ((file.inode().mode() & 0111) == 0 || errno == Errno.EACCES) {
            return unfit(program + " may not be executed; set its execute permission (chmod +x)");
        }
        ByteBuffer head = FileReader.read(file, 0, HEAD).order(ByteOrder.LITTLE_ENDIAN);
        if (Script.isScript(head)) {
            return missing(vfs, actor, start, program, Script.read(head).interpreter(), "is a script for");
        }
        if (!ElfHeader.hasMagic(head) || head.limit() < ElfHeader.BYTES) {
            return unfit(program + " is not an ELF program and has no #! line; only Linux programs and scripts can be run");
        }
        if (head.get(4) != 2) {
            return unfit(program + " is a 32-bit program; Isthmus runs 64-bit x86-64 programs only");
        }
        int machine = Short.toUnsignedInt(head.getShort(18));
        if (machine != EM_X86_64) {
            return unfit(program + " is for another processor (" + MACHINES.getOrDefault(machine, "ELF machine " + machine)
                    + "); Isthmus runs x86-64 programs only");
        }
        String interpreter = ElfHeader.read(file, Errno.ENOEXEC).interpreter(file);
        if (interpreter != null) {
            return missing(vfs, actor, start, program, interpreter, "needs the interpreter");
        }
        return unfit(program + " cannot be executed (" + errno + "); its ELF headers are damaged");
    }

    private static ProgramDiagnosis missing(
            Vfs vfs, Actor actor, PathNode start, String program, String interpreter, String verb) {
        if (!exists(vfs, actor, start, interpreter)) {
            return unfit(program + " " + verb + " " + interpreter
                    + ", which the root file system does not have; use one that does, or install its package there");
        }
        return unfit(program + " " + verb + " " + interpreter + ", which cannot be executed either; check that it is for x86-64");
    }
}

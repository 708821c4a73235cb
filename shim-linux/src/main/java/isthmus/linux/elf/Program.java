package isthmus.linux.elf;

import isthmus.core.files.OpenFile;
import isthmus.linux.task.Executable;
import java.util.List;

/**
 * A program that has been found, opened and examined, with all it is given; nothing is mapped yet. Whoever has it
 * closes it, or takes the executable over.
 *
 * @param fileName the path that was asked for, of a script too ({@code AT_EXECFN})
 * @param executable the ELF file; of a script its interpreter
 * @param interpreter the file that PT_INTERP names, or null
 * @param interpreterHeader null exactly without an interpreter
 */
public record Program(
        String fileName,
        List<String> arguments,
        List<String> environment,
        Executable executable,
        ElfHeader header,
        OpenFile interpreter,
        ElfHeader interpreterHeader) {
    /** Gives the files back. The executable, too, unless somebody retained it. */
    public void close() {
        closeInterpreter();
        executable.release();
    }

    void closeInterpreter() {
        if (interpreter != null) {
            interpreter.release();
        }
    }

    /** What PR_GET_NAME shows at first: the last component of the path. */
    public String taskName() {
        return fileName.substring(fileName.lastIndexOf('/') + 1);
    }
}

package isthmus.linux.elf;

import isthmus.core.Errno;

/** Why the first program of a run could not be started, in words for a person. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of reason it is. */
    public enum Reason {
        /** There is no such file. */
        NOT_FOUND,
        /** It may not be executed, or is no file. */
        NOT_PERMITTED,
        /** Neither an ELF file nor a script with a {@code #!} line. */
        NOT_A_PROGRAM,
        /** A program of 32 bits. */
        WRONG_WIDTH,
        /** A program for another processor. */
        OTHER_MACHINE,
        /** The file that the program, or the script, names as its interpreter is not there. */
        INTERPRETER_MISSING,
        /** The headers make no sense, or cannot be mapped. */
        DAMAGED,
        /** The directory to start in is not there, or may not be entered. */
        WORKING_DIRECTORY,
        /** Anything else that execve(2) may say. */
        OTHER
    }

    private final Reason reason;
    private final Errno errno;

    StartException(Reason reason, Errno errno, String sentence) {
        super(sentence);
        this.reason = reason;
        this.errno = errno;
    }

    /** The working directory cannot be entered. */
    public static StartException ofWorkingDirectory(String directory, Errno errno) {
        return new StartException(
                Reason.WORKING_DIRECTORY, errno, "cannot start in " + directory + ": " + ProgramDiagnosis.words(errno));
    }

    public Reason reason() {
        return reason;
    }

    /** What execve(2) would have said. */
    public Errno errno() {
        return errno;
    }
}

package isthmus.app.engine;

import java.util.List;

/** What a {@link Preflight} found. Paths are guest paths and, as all strings, bytes, one char each; {@link VerdictText} has the words. */
public sealed interface Verdict {
    /** What the verdict is about: the program, or its interpreter. */
    String path();

    /**
     * It should start.
     *
     * @param interpreter the dynamic linker, or for a script the program that reads it; null for a static program
     * @param libraries the paths of the libraries that it gets, in the order in which they were found
     */
    record Ready(String path, String interpreter, List<String> libraries) implements Verdict {}

    /**
     * There is no such file.
     *
     * @param searched directories that were looked into; empty for a program that is named by its path
     * @param similar paths that may have been meant, the likeliest first
     */
    record NotFound(String path, List<String> searched, List<String> similar) implements Verdict {}

    /** It is there but may not be executed. */
    record NotExecutable(String path, Reason reason) implements Verdict {
        public enum Reason {
            DIRECTORY,
            /** A device, pipe or socket. */
            NO_FILE,
            /** Nobody may execute it. */
            NO_PERMISSION,
            /** Others may execute it, the user of the run may not. */
            NOT_FOR_THIS_USER
        }
    }

    /** It is no program for Linux. */
    record WrongFormat(String path, Form form, FileFormat format) implements Verdict {
        public enum Form {
            /** No ELF file and no script; what it is, {@code format} tells. */
            OTHER,
            /** Its headers make no sense, or it was cut off. */
            DAMAGED,
            /** Not yet linked ({@code .o}). */
            OBJECT_FILE,
            CORE_DUMP,
            /** Has no place to start at. */
            SHARED_LIBRARY,
            /** {@code #!} and nothing, or more than Linux reads. */
            SCRIPT_WITHOUT_INTERPRETER
        }
    }

    /** @param machine the processor that it is for, in words */
    record WrongMachine(String path, String machine) implements Verdict {}

    record ThirtyTwoBit(String path) implements Verdict {}

    /**
     * Its dynamic linker is not in the root file system.
     *
     * @param musl whether it is built for musl rather than for the GNU C library
     */
    record InterpreterMissing(String path, String interpreter, boolean musl) implements Verdict {}

    /** A library that was not found, and who wants it. */
    record Missing(String library, String neededBy) {}

    /** @param libraries those that were not found; never empty */
    record LibrariesMissing(String path, List<Missing> libraries) implements Verdict {}

    /**
     * A script's interpreter is not there.
     *
     * @param carriageReturn whether the line ends as on Windows, so that the name ends in a carriage return
     * @param similar paths that may serve
     */
    record ScriptInterpreterMissing(String path, String interpreter, boolean carriageReturn, List<String> similar)
            implements Verdict {}

    /** Scripts that interpret each other, or symbolic links that go round. */
    record LoopOfInterpreters(String path) implements Verdict {}

    /**
     * The host or the archive does not give what is to be looked at.
     *
     * @param why in words, or the name of an errno
     */
    record Unreadable(String path, String why) implements Verdict {}
}

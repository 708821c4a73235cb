package isthmus.linux.task;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.Actor;
import isthmus.core.files.FsContext;
import isthmus.core.files.PathNode;
import isthmus.core.files.Permissions;
import isthmus.core.files.WalkOptions;
import isthmus.linux.Kernel;
import isthmus.linux.ProgramStart;
import isthmus.linux.elf.ProgramDiagnosis;
import isthmus.linux.elf.ProgramFinder;
import isthmus.linux.elf.StartException;
import isthmus.linux.tty.ControllingTerminal;
import isthmus.linux.tty.PtySlave;
import java.util.ArrayList;
import java.util.List;

/** Starts the first process of a run: leader of a session of its own, child of nobody that a program could find. */
public final class FirstProcess {
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int UMASK = 022;

    private FirstProcess() {}

    /**
     * Loads the program and starts it; the files are closed if that fails. A signal that came before the program could run,
     * when its terminal hung up say, has ended the process that is returned.
     */
    public static ThreadGroup start(Kernel kernel, ProgramStart start) throws StartException {
        PathNode root = kernel.vfs().namespace().root();
        Actor actor = new Actor(root, start.credentials(), UMASK, null);
        PathNode directory = directory(kernel, actor, start.workingDirectory());
        ThreadGroup process = kernel.tree().newFirstProcess();
        Task task = new Task(kernel, process.pid(), process);
        task.setCredentials(start.credentials());
        task.setFiles(start.files());
        task.setFs(new FsContext(root, directory, UMASK));
        for (int fd : start.files().descriptors()) {
            if (start.files().peek(fd) instanceof PtySlave terminal) {
                ControllingTerminal.adopt(process, terminal);
            }
        }
        kernel.tree().publishFirst(task);
        boolean loaded = false;
        try {
            loaded = execute(task, start);
        } finally {
            if (!loaded) {
                TaskEnd.end(task);
            }
        }
        if (!loaded) {
            return process;
        }
        StartGate gate = new StartGate();
        gate.decide(true);
        kernel.startThread(new TaskRunner(task, gate));
        return process;
    }

    private static PathNode directory(Kernel kernel, Actor actor, String path) throws StartException {
        try {
            PathNode node = kernel.vfs().walk(actor, actor.root(), path, WalkOptions.FOLLOW.withDirectory());
            Permissions.check(node, actor.credentials(), Permissions.MAY_EXEC);
            return node;
        } catch (ErrnoException e) {
            throw StartException.ofWorkingDirectory(path, e.errno());
        }
    }

    /** False if a signal has ended the process meanwhile. */
    private static boolean execute(Task task, ProgramStart start) throws StartException {
        String refused = start.program();
        Errno errno = Errno.ENOENT;
        for (String candidate : candidates(start)) {
            try {
                TaskExec.exec(task, null, candidate, true, start.arguments(), start.environment());
                return true;
            } catch (ErrnoException e) {
                if (e.errno() == Errno.ERESTARTNOINTR && task.group().isExiting()) {
                    return false;
                }
                boolean absent = e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR;
                if (!absent || isThere(task, candidate)) {
                    refused = candidate;
                    errno = e.errno();
                }
                if (!absent && e.errno() != Errno.EACCES) {
                    break;
                }
            }
        }
        throw new ProgramDiagnosis(finder(task), task.fs().workingDirectory()).explain(refused, errno);
    }

    private static ProgramFinder finder(Task task) {
        Actor actor = new Actor(task.fs().root(), task.credentials(), UMASK, task);
        return new ProgramFinder(task.kernel().vfs(), actor, task.fs().workingDirectory());
    }

    /** The file is there, so that it was its interpreter that was not. */
    private static boolean isThere(Task task, String path) {
        try {
            finder(task).walk(task.fs().workingDirectory(), path, true);
            return true;
        } catch (ErrnoException e) {
            return false;
        }
    }

    private static List<String> candidates(ProgramStart start) {
        String program = start.program();
        if (program.indexOf('/') >= 0 || program.isEmpty()) {
            return List.of(program);
        }
        List<String> found = new ArrayList<>();
        for (String directory : path(start).split(":", -1)) {
            found.add(directory.isEmpty() ? program : directory + "/" + program);
        }
        return found;
    }

    private static String path(ProgramStart start) {
        for (String variable : start.environment()) {
            if (variable.startsWith("PATH=")) {
                return variable.substring(5);
            }
        }
        return DEFAULT_PATH;
    }
}

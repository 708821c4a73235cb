package isthmus.linux.task;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.Actor;
import isthmus.core.files.FsContext;
import isthmus.core.files.PathNode;
import isthmus.core.files.WalkOptions;
import isthmus.linux.Kernel;
import isthmus.linux.ProgramStart;
import isthmus.linux.tty.ControllingTerminal;
import isthmus.linux.tty.PtySlave;

/** Starts the first process of a run: leader of a session of its own, child of nobody that a program could find. */
public final class FirstProcess {
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int UMASK = 022;

    private FirstProcess() {}

    /** Loads the program and starts it. Throws what execve(2) would; the files are closed then. */
    public static ThreadGroup start(Kernel kernel, ProgramStart start) {
        PathNode root = kernel.vfs().namespace().root();
        Actor actor = new Actor(root, start.credentials(), UMASK, null);
        PathNode directory =
                kernel.vfs().walk(actor, root, start.workingDirectory(), WalkOptions.FOLLOW.withDirectory());
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
        boolean started = false;
        try {
            execute(task, start);
            started = true;
        } finally {
            if (!started) {
                TaskEnd.end(task);
            }
        }
        kernel.startThread(new TaskRunner(task));
        return process;
    }

    private static void execute(Task task, ProgramStart start) {
        if (start.program().indexOf('/') >= 0 || start.program().isEmpty()) {
            TaskExec.exec(task, null, start.program(), true, start.arguments(), start.environment());
            return;
        }
        ErrnoException refused = null;
        for (String directory : path(start).split(":", -1)) {
            String candidate = directory.isEmpty() ? start.program() : directory + "/" + start.program();
            try {
                TaskExec.exec(task, null, candidate, true, start.arguments(), start.environment());
                return;
            } catch (ErrnoException e) {
                switch (e.errno()) {
                    case ENOENT, ENOTDIR -> {}
                    case EACCES -> refused = e;
                    default -> throw e;
                }
            }
        }
        throw refused != null ? refused : Errno.ENOENT.exception();
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

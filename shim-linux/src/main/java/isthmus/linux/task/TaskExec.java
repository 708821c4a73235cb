package isthmus.linux.task;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.Actor;
import isthmus.core.files.Credentials;
import isthmus.core.files.FdTable;
import isthmus.core.files.PathNode;
import isthmus.core.memory.AddressSpace;
import isthmus.core.south.GuestThread;
import isthmus.core.south.HostException;
import isthmus.core.south.Registers;
import isthmus.linux.Kernel;
import isthmus.linux.elf.Program;
import isthmus.linux.elf.ProgramFinder;
import isthmus.linux.elf.ProgramLoader;
import isthmus.linux.signal.Signal;
import java.util.List;
import java.util.function.Supplier;

/** execve(2): replaces what a process runs. Called by the thread that serves the task. */
public final class TaskExec {
    private static final int ADDR_NO_RANDOMIZE = 0x0040000;
    /** What a set-user-ID program does not take over from personality(2). */
    private static final int PER_CLEAR_ON_SETID = 0x0400000 | 0x0200000 | 0x0100000 | 0x0040000;

    private static final int READ_IMPLIES_EXEC = 0x0400000;
    private static final long INITIAL_FLAGS = 0x202;

    private TaskExec() {}

    /** A program in an address space of its own, ready to be taken over. */
    private record Ready(
            AddressSpace space, GuestThread thread, ProgramLoader.Start start, ExecCredentials.Result rights) {}

    /**
     * Finds, loads and starts a program in place of the task's.
     *
     * @param place walks to it, perhaps more than once; null to walk to {@code path}
     * @param path how it was asked for
     * @param canBeNamed false where a script's interpreter could not open that path
     */
    public static void exec(
            Task task,
            Supplier<PathNode> place,
            String path,
            boolean canBeNamed,
            List<String> arguments,
            List<String> environment) {
        Program program = find(task, place, path, canBeNamed, arguments, environment);
        boolean committed = false;
        try {
            Ready ready = load(task, program);
            boolean alone = false;
            try {
                task.kernel().tree().endOtherTasks(task);
                alone = true;
            } finally {
                if (!alone) {
                    ready.thread().close();
                    ready.space().release();
                }
            }
            commit(task, program, ready);
            committed = true;
        } finally {
            if (!committed) {
                program.close();
            }
        }
    }

    private static Program find(
            Task task,
            Supplier<PathNode> place,
            String path,
            boolean canBeNamed,
            List<String> arguments,
            List<String> environment) {
        Actor actor = new Actor(task.fs().root(), task.credentials(), task.fs().umask(), task);
        ProgramFinder finder =
                new ProgramFinder(task.kernel().vfs(), actor, task.fs().workingDirectory());
        return finder.find(
                place != null ? place : () -> finder.walk(task.fs().workingDirectory(), path, true),
                path,
                canBeNamed,
                arguments,
                environment,
                task.group().limits().soft(ResourceLimits.RLIMIT_STACK));
    }

    private static Ready load(Task task, Program program) {
        Kernel kernel = task.kernel();
        ThreadGroup process = task.group();
        ExecCredentials.Result rights = ExecCredentials.of(
                task.credentials(), task.attributes(), program.executable().path());
        AddressSpace space = null;
        boolean done = false;
        try {
            space = new AddressSpace(kernel.memory(), kernel.platform().spawn(), new ProcessMemoryLimits(process));
            GuestThread thread = space.process().newThread();
            ProgramLoader.Start start = map(task, program, space, thread, rights);
            thread.prepare();
            done = true;
            return new Ready(space, thread, start, rights);
        } catch (HostException e) {
            kernel.complain(e.getMessage());
            throw Errno.ENOMEM.exception();
        } finally {
            if (!done && space != null) {
                space.release();
            }
        }
    }

    /** Linux has given up the old program by now, so that a file it cannot map ends the process. */
    private static ProgramLoader.Start map(
            Task task, Program program, AddressSpace space, GuestThread thread, ExecCredentials.Result rights) {
        Kernel kernel = task.kernel();
        boolean randomize = (task.attributes().personality & ADDR_NO_RANDOMIZE) == 0;
        ProgramLoader loader = new ProgramLoader(
                space,
                kernel.vfs().namespace(),
                kernel.random(),
                randomize,
                kernel.platform().guestAddressLimit());
        try {
            return loader.load(
                    program,
                    new ProgramLoader.Circumstances(
                            rights.credentials(),
                            rights.secure(),
                            task.group().limits().soft(ResourceLimits.RLIMIT_STACK),
                            kernel.vdso(),
                            kernel.platform().host().hardwareCapabilities(),
                            thread.extendedStateBytes()));
        } catch (ErrnoException e) {
            if (task.group().image() == null) {
                throw e;
            }
            kernel.tree().exitProcess(task.group(), Signal.SIGSEGV);
            throw Errno.ERESTARTNOINTR.exception();
        }
    }

    private static void commit(Task task, Program program, Ready ready) {
        ThreadGroup process = task.group();
        TaskEnd.leaveMemory(task);
        process.replaceImage(program.executable(), ready.start().image());
        task.setAddressSpace(ready.space());
        task.setThread(ready.thread());
        Registers registers = ready.thread().registers();
        registers.set(Registers.RIP, ready.start().entry());
        registers.set(Registers.RSP, ready.start().stackPointer());
        registers.set(Registers.RFLAGS, INITIAL_FLAGS);
        task.setName(program.taskName());
        process.signals().resetForExec();
        task.signals().resetForExec();
        process.setExitSignal(Signal.SIGCHLD);
        process.setExecuted();
        takeRights(task, ready.rights());
        closeFiles(task);
        task.kernel().taskExecuted(task);
        if (program.interpreter() != null) {
            program.interpreter().release();
        }
        if (task.kernel().tracer().isOn()) {
            task.kernel().tracer().executed(task, program.fileName());
        }
    }

    private static void takeRights(Task task, ExecCredentials.Result rights) {
        Credentials now = rights.credentials();
        TaskAttributes attributes = task.attributes();
        attributes.secureBits &= ~CredentialChange.SECBIT_KEEP_CAPS;
        attributes.personality &= ~READ_IMPLIES_EXEC;
        if (rights.secure()) {
            attributes.parentDeathSignal = 0;
            attributes.personality &= ~PER_CLEAR_ON_SETID;
        }
        task.group().setDumpable(now.euid() == now.uid() && now.egid() == now.gid() ? 1 : 0);
        task.setCredentials(now);
    }

    private static void closeFiles(Task task) {
        FdTable files = task.files();
        if (files.isShared()) {
            task.setFiles(files.copy());
            files.leave();
        }
        task.files().closeForExec();
    }
}

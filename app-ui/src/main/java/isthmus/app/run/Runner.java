package isthmus.app.run;

import isthmus.app.cli.ExitStatus;
import isthmus.core.files.Credentials;
import isthmus.core.files.FdTable;
import isthmus.core.files.FileServices;
import isthmus.core.memory.PhysicalMemory;
import isthmus.core.south.HostException;
import isthmus.core.south.Platform;
import isthmus.core.south.PlatformProvider;
import isthmus.core.time.Clocks;
import isthmus.linux.Kernel;
import isthmus.linux.KernelOptions;
import isthmus.linux.ProgramStart;
import isthmus.linux.boot.SystemTree;
import isthmus.linux.elf.StartException;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.ThreadGroup;
import isthmus.linux.tty.Console;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Runs one program in a system of its own. */
public final class Runner {
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private final PlatformProvider host;
    private final PrintStream err;
    /** The signal that ended the program, or 0. */
    private int endedBy;

    /** @param err for what the user has to be told */
    public Runner(PlatformProvider host, PrintStream err) {
        this.host = host;
        this.err = err;
    }

    /** The exit status of the program, or of Isthmus if it could not run it. */
    public int run(RunOptions options) {
        int status;
        try (Platform platform = host.open()) {
            status = run(platform, options);
        }
        if (Signal.defaultAction(endedBy)
                == Signal.DefaultAction.CORE) { // as a shell says it; the terminal is cooked again
            err.println("isthmus: " + options.command().getFirst() + " was ended by " + Signal.name(endedBy));
        }
        return status;
    }

    private int run(Platform platform, RunOptions options) {
        long memoryLimit = options.memory().orElse(platform.host().memoryBytes());
        // Programs may see all memory of the host, but the host and this process need some of it.
        PhysicalMemory memory = new PhysicalMemory(
                platform, Math.min(memoryLimit, platform.host().memoryBytes() / 4 * 3));
        FileServices services =
                new FileServices(Clocks.ofHost(monotonicOffset(platform)), memory, platform::hostBlocks);
        try (RootFileSystem root = RootFileSystem.open(options.rootfs(), services, memoryLimit);
                Tracing tracing = Tracing.of(options.trace(), err)) {
            SystemTree tree = new SystemTree(services, root.fileSystem(), "overlay", memoryLimit / 2);
            try (Kernel kernel = new Kernel(KernelOptions.usual(platform, services, tree.namespace())
                    .withHostName(options.hostname())
                    .withMemoryLimit(memoryLimit)
                    .withTracer(tracing.tracer()))) {
                tree.mountKernelFileSystems(kernel);
                RootFileSystem.mountVolumes(tree, services, options.volumes());
                return run(kernel, options);
            }
        }
    }

    /** A vDSO tells programs the host's own monotonic clock, so the kernel has to tell the same. */
    private static long monotonicOffset(Platform platform) {
        return platform.vdsoAddress() != 0 ? 0 : 1_000_000_000L - System.nanoTime();
    }

    @SuppressWarnings("SystemConsoleNull") // it is null without a terminal, since Main leaves the console to java.base
    private int run(Kernel kernel, RunOptions options) {
        Credentials user =
                Credentials.of((int) options.user().uid(), (int) options.user().gid());
        boolean atTerminal = System.console() != null; // both standard input and output are terminals
        if (!options.terminal().isTerminal(atTerminal)) {
            return run(kernel, options, user, StandardStreams.ofHost(kernel, user));
        }
        try (Console console = kernel.terminals().newConsole(user.euid(), user.egid());
                HostTerminal terminal = HostTerminal.connect(console)) {
            int status = run(kernel, options, user, StandardStreams.ofTerminal(kernel, console, user));
            terminal.flush();
            return status;
        }
    }

    private int run(Kernel kernel, RunOptions options, Credentials user, FdTable files) {
        ThreadGroup process;
        try {
            process = kernel.start(new ProgramStart(
                    options.command().getFirst(),
                    options.command(),
                    environment(options),
                    options.workdir(),
                    user,
                    files));
        } catch (StartException e) {
            boolean workdir = e.reason() == StartException.Reason.WORKING_DIRECTORY;
            err.println("isthmus: " + e.getMessage() + (workdir ? "; name another directory with --workdir" : ""));
            return switch (e.reason()) {
                case NOT_FOUND -> ExitStatus.NOT_FOUND;
                case WORKING_DIRECTORY -> ExitStatus.FAILED;
                default -> ExitStatus.CANNOT_EXECUTE;
            };
        }
        SignalForwarding.start(process);
        try {
            int wait = kernel.await(process);
            endedBy = wait & 0x7f;
            return status(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException("the run was interrupted", e);
        }
    }

    /** The exit status of a shell for a wait(2) status. */
    private static int status(int wait) {
        int signal = wait & 0x7f;
        return signal == 0 ? wait >> 8 & 0xff : 128 + signal;
    }

    private static List<String> environment(RunOptions options) {
        List<String> environment = new ArrayList<>();
        options.environment().forEach((name, value) -> environment.add(name + "=" + value));
        if (!options.environment().containsKey("PATH")) {
            environment.add("PATH=" + DEFAULT_PATH);
        }
        if (!options.environment().containsKey("HOME")) {
            environment.add("HOME=" + (options.user().uid() == 0 ? "/root" : "/"));
        }
        if (!options.environment().containsKey("TERM") && System.getenv("TERM") != null) {
            environment.add("TERM=" + System.getenv("TERM"));
        }
        return environment;
    }
}

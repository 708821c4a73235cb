package isthmus.app.engine;

import isthmus.core.files.Credentials;
import isthmus.core.files.FdTable;
import isthmus.core.files.FileServices;
import isthmus.core.memory.PhysicalMemory;
import isthmus.core.south.Platform;
import isthmus.core.south.PlatformProvider;
import isthmus.core.time.Clocks;
import isthmus.core.time.CycleClocks;
import isthmus.linux.Kernel;
import isthmus.linux.KernelOptions;
import isthmus.linux.ProgramStart;
import isthmus.linux.boot.SystemTree;
import isthmus.linux.elf.StartException;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;
import isthmus.linux.tty.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The system that a run lives in: made, used and given back on the run's thread. */
final class RunSystem {
    static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Run run;
    private final PlatformProvider host;
    private final SharedArchives archives;
    private final RunOptions options;
    private final RunStreams streams;
    private final RunObserver observer;

    RunSystem(
            Run run,
            PlatformProvider host,
            SharedArchives archives,
            RunOptions options,
            RunStreams streams,
            RunObserver observer) {
        this.run = run;
        this.host = host;
        this.archives = archives;
        this.options = options;
        this.streams = streams;
        this.observer = observer;
    }

    /** The wait(2) status of the first program. */
    int run() throws StartException {
        try (Platform platform = host.open(observer::complaint)) {
            return run(platform);
        }
    }

    private int run(Platform platform) throws StartException {
        long memoryLimit = options.memory().orElse(platform.host().memoryBytes());
        // Programs may see all memory of the host, but the host and this process need some of it.
        PhysicalMemory memory = new PhysicalMemory(
                platform, Math.min(memoryLimit, platform.host().memoryBytes() / 4 * 3));
        FileServices services = new FileServices(clocks(platform), memory, platform::hostBlocks);
        try (RootFileSystem root =
                RootFileSystem.open(options.rootfs(), services, memoryLimit, archives, this::opening)) {
            SystemTree tree = new SystemTree(services, root.fileSystem(), "overlay", memoryLimit / 2);
            try (Kernel kernel = new Kernel(KernelOptions.usual(platform, services, tree.namespace())
                    .withHostName(options.hostname())
                    .withMemoryLimit(memoryLimit)
                    .withTracer(observer.tracer())
                    .withComplaints(observer::complaint))) {
                tree.mountKernelFileSystems(kernel);
                RootFileSystem.mountVolumes(tree, services, options.volumes());
                run.checkAlive();
                run.setKernel(kernel);
                return run(kernel);
            } finally {
                run.setFirst(null);
                run.setKernel(null);
            }
        }
    }

    private void opening(long done, long total) {
        run.checkAlive();
        observer.opening(done, total);
    }

    private static Clocks clocks(Platform platform) {
        LongSupplier counter = platform.cycleCounter();
        return counter != null ? new CycleClocks(counter) : Clocks.ofHost(0);
    }

    private int run(Kernel kernel) throws StartException {
        Credentials user =
                Credentials.of((int) options.user().uid(), (int) options.user().gid());
        if (streams instanceof RunStreams.Plain plain) { // a switch would cost 30 ms of the command line's start
            observer.ready(run);
            return run(kernel, user, StandardStreams.plain(kernel, plain, user));
        }
        try (Console console = kernel.terminals().newConsole(user.euid(), user.egid())) {
            observer.ready(run);
            run.console().orElseThrow().attach(console);
            return run(kernel, user, StandardStreams.ofTerminal(kernel, console, user));
        }
    }

    private int run(Kernel kernel, Credentials user, FdTable files) throws StartException {
        ThreadGroup process = kernel.start(new ProgramStart(
                options.command().getFirst(), options.command(), environment(), options.workdir(), user, files));
        run.setFirst(process);
        run.console().ifPresent(RunConsole::begin);
        observer.started(run);
        return run.await(kernel, process);
    }

    private List<String> environment() {
        List<String> environment = new ArrayList<>();
        options.environment().forEach((name, value) -> environment.add(name + "=" + value));
        if (!options.environment().containsKey("PATH")) {
            environment.add("PATH=" + DEFAULT_PATH);
        }
        if (!options.environment().containsKey("HOME")) {
            environment.add("HOME=" + (options.user().uid() == 0 ? "/root" : "/"));
        }
        if (!options.environment().containsKey("TERM") && streams.terminalType() != null) {
            environment.add("TERM=" + streams.terminalType());
        }
        return environment;
    }

    /** The processes of a kernel that have not ended. */
    static List<RunProcess> processes(Kernel kernel) {
        List<RunProcess> processes = new ArrayList<>();
        for (ThreadGroup process : kernel.tree().pids().processes()) {
            Task leader = process.leader();
            ThreadGroup parent = process.parent();
            if (!process.isZombie() && leader != null) {
                processes.add(new RunProcess(
                        process.pid(), parent == null ? 1 : parent.pid(), leader.name(), process.tasks().length));
            }
        }
        return processes;
    }
}

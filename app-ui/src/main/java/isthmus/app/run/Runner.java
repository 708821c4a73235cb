package isthmus.app.run;

import isthmus.app.cli.ExitStatus;
import isthmus.core.files.Credentials;
import isthmus.core.files.FdTable;
import isthmus.core.files.FileServices;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.core.memory.PhysicalMemory;
import isthmus.core.south.HostException;
import isthmus.core.south.Platform;
import isthmus.core.south.PlatformProvider;
import isthmus.core.time.Clocks;
import isthmus.linux.Kernel;
import isthmus.linux.KernelOptions;
import isthmus.linux.ProgramStart;
import isthmus.linux.boot.SystemTree;
import isthmus.linux.console.HostInput;
import isthmus.linux.console.HostOutput;
import isthmus.linux.elf.StartException;
import isthmus.linux.task.ThreadGroup;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Runs one program in a system of its own. */
public final class Runner {
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private final PlatformProvider host;

    public Runner(PlatformProvider host) {
        this.host = host;
    }

    /** The exit status of the program, or of Isthmus if it could not run it. */
    public int run(RunOptions options) {
        try (Platform platform = host.open()) {
            return run(platform, options);
        }
    }

    private static int run(Platform platform, RunOptions options) {
        long memoryLimit = options.memory().orElse(platform.host().memoryBytes());
        PhysicalMemory memory = new PhysicalMemory(platform, memoryLimit);
        FileServices services = new FileServices(Clocks.ofHost(monotonicOffset(platform)), memory);
        try (RootFileSystem root = RootFileSystem.open(options, services, memoryLimit)) {
            SystemTree tree = new SystemTree(services, root.fileSystem(), root.source(), memoryLimit / 2);
            root.mountVolumes(tree, options.volumes());
            try (Kernel kernel = new Kernel(KernelOptions.usual(platform, services, tree.namespace())
                    .withHostName(options.hostname())
                    .withMemoryLimit(memoryLimit)
                    .withTracer(options.trace().calls() ? new isthmus.linux.trace.PlainTracer(System.err) : isthmus.linux.trace.Tracer.OFF))) {
                tree.fillPseudoFileSystems(kernel);
                return run(kernel, options);
            }
        }
    }

    /** A vDSO tells programs the host's own monotonic clock, so the kernel has to tell the same. */
    private static long monotonicOffset(Platform platform) {
        return platform.vdsoAddress() != 0 ? 0 : 1_000_000_000L - System.nanoTime();
    }

    private static int run(Kernel kernel, RunOptions options) {
        ThreadGroup process;
        try {
            process = kernel.start(program(kernel, options));
        } catch (StartException e) {
            System.err.println("isthmus: " + e.getMessage());
            return switch (e.reason()) {
                case NOT_FOUND -> ExitStatus.NOT_FOUND;
                case WORKING_DIRECTORY -> ExitStatus.FAILED;
                default -> ExitStatus.CANNOT_EXECUTE;
            };
        }
        try {
            return status(kernel.await(process));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.FAILED;
        }
    }

    /** The exit status of a shell for a wait(2) status. */
    private static int status(int wait) {
        int signal = wait & 0x7f;
        return signal == 0 ? wait >> 8 & 0xff : 128 + signal;
    }

    private static ProgramStart program(Kernel kernel, RunOptions options) {
        return new ProgramStart(
                options.command().getFirst(),
                options.command(),
                environment(options),
                options.workdir(),
                Credentials.of((int) options.user().uid(), (int) options.user().gid()),
                streams(kernel, options));
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
        return environment;
    }

    private static FdTable streams(Kernel kernel, RunOptions options) {
        FdTable files = new FdTable();
        files.replace(0, new HostInput(stream(kernel, options), new FileInputStream(FileDescriptor.in)), false);
        files.replace(1, new HostOutput(stream(kernel, options), new FileOutputStream(FileDescriptor.out)), false);
        files.replace(2, new HostOutput(stream(kernel, options), new FileOutputStream(FileDescriptor.err)), false);
        return files;
    }

    private static Inode stream(Kernel kernel, RunOptions options) {
        return kernel.pipeFs().create(Mode.S_IFIFO | 0600, (int) options.user().uid(), (int) options.user().gid());
    }

}

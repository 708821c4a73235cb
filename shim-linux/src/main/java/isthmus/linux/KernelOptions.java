package isthmus.linux;

import isthmus.core.files.FileServices;
import isthmus.core.files.Namespace;
import isthmus.core.south.Platform;
import isthmus.linux.trace.Tracer;
import java.util.function.Consumer;

/**
 * What a run is made of.
 *
 * @param namespace the mounts that programs see; more may be added before the first program runs
 * @param memoryLimit what programs see as the size of the machine's memory, in bytes
 * @param processors how many processors programs see
 * @param taskLimit how many tasks there may be at once
 * @param complaints hears a line for the user: what went wrong with the engine, not with the guest
 */
public record KernelOptions(
        Platform platform,
        FileServices services,
        Namespace namespace,
        String hostName,
        long memoryLimit,
        int processors,
        int taskLimit,
        Tracer tracer,
        Consumer<String> complaints) {
    /** So many tasks a run may have, unless it is told otherwise. */
    public static final int TASK_LIMIT = 4096;

    /** All the host has, no tracing, complaints to standard error. */
    public static KernelOptions usual(Platform platform, FileServices services, Namespace namespace) {
        return new KernelOptions(
                platform,
                services,
                namespace,
                "isthmus",
                platform.host().memoryBytes(),
                platform.host().processors(),
                TASK_LIMIT,
                Tracer.OFF,
                line -> System.err.println("isthmus: " + line));
    }

    public KernelOptions withHostName(String name) {
        return new KernelOptions(
                platform, services, namespace, name, memoryLimit, processors, taskLimit, tracer, complaints);
    }

    public KernelOptions withTracer(Tracer other) {
        return new KernelOptions(
                platform, services, namespace, hostName, memoryLimit, processors, taskLimit, other, complaints);
    }

    public KernelOptions withMemoryLimit(long bytes) {
        return new KernelOptions(
                platform, services, namespace, hostName, bytes, processors, taskLimit, tracer, complaints);
    }

    public KernelOptions withComplaints(Consumer<String> listener) {
        return new KernelOptions(
                platform, services, namespace, hostName, memoryLimit, processors, taskLimit, tracer, listener);
    }
}

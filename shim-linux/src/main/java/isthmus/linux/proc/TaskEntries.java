package isthmus.linux.proc;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.FsContext;
import isthmus.core.files.PathNode;
import isthmus.core.memory.AddressSpace;
import isthmus.linux.Kernel;
import isthmus.linux.pseudo.PseudoDirectory;
import isthmus.linux.pseudo.PseudoFileSystem;
import isthmus.linux.pseudo.PseudoLink;
import isthmus.linux.task.Executable;
import isthmus.linux.task.ProgramImage;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;

/** What /proc/PID and /proc/PID/task/TID have in common. */
final class TaskEntries {
    private final PseudoDirectory directory;
    private final PseudoFileSystem proc;
    private final Kernel kernel;
    private final ThreadGroup process;
    /** Gives null when the task is gone. */
    private final Supplier<Task> task;

    private TaskEntries(
            PseudoDirectory directory, PseudoFileSystem proc, Kernel kernel, ThreadGroup process, Supplier<Task> task) {
        this.directory = directory;
        this.proc = proc;
        this.kernel = kernel;
        this.process = process;
        this.task = task;
    }

    static void fill(
            PseudoDirectory directory, PseudoFileSystem proc, Kernel kernel, ThreadGroup process, Supplier<Task> task) {
        TaskEntries entries = new TaskEntries(directory, proc, kernel, process, task);
        entries.identity();
        entries.memory();
        entries.places();
        entries.settings();
    }

    static int owner(Task task) {
        return task == null || task.credentials() == null
                ? 0
                : task.credentials().euid();
    }

    static int group(Task task) {
        return task == null || task.credentials() == null
                ? 0
                : task.credentials().egid();
    }

    /** A file about a living task; empty once it is gone. */
    private void text(String name, int permissions, Function<Task, String> content) {
        directory.add(
                name,
                new OwnedFile(
                        proc,
                        task,
                        permissions,
                        reader -> {
                            Task current = task.get();
                            return current == null ? "" : content.apply(current);
                        },
                        null));
    }

    private void identity() {
        directory.file("stat", reader -> StatusText.stat(kernel, process, task.get()));
        directory.file("status", reader -> StatusText.status(kernel, process, task.get()));
        directory.file("statm", reader -> StatusText.statm(task.get()));
        directory.add("comm", new OwnedFile(proc, task, 0644, reader -> name() + "\n", (writer, text) -> {
            Task current = task.get();
            if (current == null || writer.group() != process) {
                throw Errno.EINVAL.exception();
            }
            String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            current.setName(line.substring(0, Math.min(15, line.length())));
        }));
        text(
                "cmdline",
                0444,
                current -> memory(current, image -> image.argumentsStart(), image -> image.argumentsEnd()));
        text(
                "environ",
                0400,
                current -> memory(current, image -> image.environmentStart(), image -> image.environmentEnd()));
        text("auxv", 0400, current -> auxiliary());
        directory.file("limits", reader -> StatusText.limits(process));
        directory.file("cgroup", reader -> "0::/\n");
        directory.file("schedstat", reader -> process.times().user() + " 0 0\n");
        text(
                "io",
                0400,
                current ->
                        "rchar: 0\nwchar: 0\nsyscr: 0\nsyscw: 0\nread_bytes: 0\nwrite_bytes: 0\ncancelled_write_bytes: 0\n");
        text(
                "syscall",
                0400,
                current -> current.currentCall() < 0
                        ? "running\n"
                        : current.currentCall() + " 0x0 0x0 0x0 0x0 0x0 0x0 0x0 0x0\n");
        directory.file("wchan", reader -> "0");
        text("personality", 0400, current -> "00000000\n");
    }

    private String name() {
        Task current = task.get();
        return current == null ? "" : current.name();
    }

    private String memory(Task current, Function<ProgramImage, Long> start, Function<ProgramImage, Long> end) {
        ProgramImage image = process.image();
        AddressSpace space = current.addressSpace();
        if (image == null || space == null || !space.tryRetain()) {
            return "";
        }
        try {
            long from = start.apply(image);
            int length = (int) Math.min(1 << 21, end.apply(image) - from);
            return new String(space.memory().readBytes(from, length), StandardCharsets.ISO_8859_1);
        } catch (ErrnoException e) {
            return ""; // the program took its own stack away
        } finally {
            space.release();
        }
    }

    private String auxiliary() {
        ProgramImage image = process.image();
        if (image == null) {
            return "";
        }
        ByteBuffer bytes = ByteBuffer.allocate(image.auxiliary().length * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : image.auxiliary()) {
            bytes.putLong(word);
        }
        return new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }

    private void memory() {
        text("maps", 0444, current -> MapsText.maps(current, false));
        text("smaps", 0444, current -> MapsText.maps(current, true));
        text("smaps_rollup", 0444, MapsText::rollup);
        directory.add("mem", new MemFile(proc, task));
    }

    private void places() {
        directory.add("exe", place(current -> {
            Executable program = process.executable();
            return program == null ? null : program.path();
        }));
        directory.add("cwd", place(current -> ofPlaces(current, FsContext::workingDirectory)));
        directory.add("root", place(current -> ofPlaces(current, FsContext::root)));
        directory.add("fd", new DescriptorDirectory(proc, kernel, task));
        directory.add("fdinfo", new DescriptorInfoDirectory(proc, task));
        directory.file("mounts", reader -> MountsText.mounts(kernel, reader));
        directory.file("mountinfo", reader -> MountsText.mountinfo(kernel, reader));
        directory.directory("ns");
        PseudoDirectory net = directory.directory("net");
        net.file("unix", reader -> "Num       RefCount Protocol Flags    Type St Inode Path\n");
        net.file(
                "dev",
                reader -> "Inter-|   Receive                                                |  Transmit\n"
                        + " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n");
    }

    /** Null of a task that has ended. */
    private static PathNode ofPlaces(Task task, Function<FsContext, PathNode> which) {
        FsContext places = task.fs();
        return places == null ? null : which.apply(places);
    }

    private PseudoLink place(Function<Task, PathNode> where) {
        Supplier<PathNode> target = () -> {
            Task current = task.get();
            return current == null ? null : where.apply(current);
        };
        return new PseudoLink(
                proc,
                0777,
                () -> {
                    PathNode node = target.get();
                    if (node == null) {
                        throw Errno.ENOENT.exception();
                    }
                    return kernel.vfs()
                            .namespace()
                            .pathOf(node, Task.current().fs().root());
                },
                target);
    }

    private void settings() {
        int[] adjustment = {0};
        directory.add(
                "oom_score_adj", new OwnedFile(proc, task, 0644, reader -> adjustment[0] + "\n", (writer, text) -> {
                    try {
                        int value = Integer.parseInt(text.strip());
                        if (value < -1000 || value > 1000) {
                            throw Errno.EINVAL.exception();
                        }
                        adjustment[0] = value;
                    } catch (NumberFormatException e) {
                        throw Errno.EINVAL.exception();
                    }
                }));
        directory.file("oom_score", reader -> "0\n");
        directory.file("oom_adj", reader -> "0\n");
        directory.file("loginuid", reader -> "4294967295");
        directory.file("sessionid", reader -> "4294967295");
        directory.file("timerslack_ns", reader -> "50000\n");
        directory.file("uid_map", reader -> "         0          0 4294967295\n");
        directory.file("gid_map", reader -> "         0          0 4294967295\n");
        directory.file("setgroups", reader -> "allow\n");
    }
}

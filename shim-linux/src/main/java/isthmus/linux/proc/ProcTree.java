package isthmus.linux.proc;

import isthmus.core.files.DeviceNumbers;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.linux.Kernel;
import isthmus.linux.pseudo.PseudoDirectory;
import isthmus.linux.pseudo.PseudoFileSystem;
import isthmus.linux.pseudo.PseudoLink;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The root of /proc: a directory for each process, and what concerns the whole system. */
public final class ProcTree extends PseudoDirectory {
    private final Kernel kernel;
    /** Guarded by this: the directories that were looked at, of processes and threads that may have ended since. */
    private final Map<Integer, ProcessDirectory> processes = new HashMap<>();

    private ProcTree(PseudoFileSystem proc, Kernel kernel) {
        super(proc);
        this.kernel = kernel;
    }

    /** Sets the root of a procfs. */
    public static void fill(PseudoFileSystem proc, Kernel kernel) {
        ProcTree root = new ProcTree(proc, kernel);
        root.add(
                "self", new PseudoLink(proc, () -> String.valueOf(Task.current().pid())));
        root.add(
                "thread-self",
                new PseudoLink(
                        proc,
                        () -> Task.current().pid() + "/task/" + Task.current().tid()));
        root.add("mounts", new PseudoLink(proc, () -> "self/mounts"));
        root.add("net", new PseudoLink(proc, () -> "self/net"));
        SystemText.fill(root, kernel);
        SysctlTree.fill(root.directory("sys"), proc, kernel);
        IpcText.fill(root, proc, kernel);
        proc.setRoot(root);
    }

    @Override
    protected Inode lookupMore(String name) {
        int pid = number(name);
        Task task = pid <= 0 ? null : kernel.tree().pids().task(pid);
        ThreadGroup process = task == null ? kernel.tree().pids().process(pid) : task.group();
        if (pid <= 0 || process == null) {
            return null;
        }
        return directory(pid, process, task == null || pid == process.pid() ? null : task);
    }

    private synchronized ProcessDirectory directory(int number, ThreadGroup process, Task thread) {
        ProcessDirectory known = processes.get(number);
        if (known == null || !known.isOf(process, thread)) {
            if (processes.size() > 256) {
                processes.values().removeIf(ProcessDirectory::isDeleted);
            }
            known = new ProcessDirectory(pseudoFileSystem(), kernel, process, thread);
            processes.put(number, known);
        }
        return known;
    }

    @Override
    protected List<Entry> listMore() {
        List<ThreadGroup> all = new ArrayList<>(kernel.tree().pids().processes());
        all.sort(Comparator.comparingInt(ThreadGroup::pid));
        List<Entry> entries = new ArrayList<>();
        for (ThreadGroup process : all) {
            entries.add(directoryEntry(process.pid()));
        }
        return entries;
    }

    static Entry directoryEntry(int number) {
        return new Entry(String.valueOf(number), Mode.directoryEntryType(Mode.S_IFDIR), 0x10000 + number);
    }

    /** A decimal number without leading zeroes, or -1. */
    static int number(String name) {
        if (name.isEmpty() || name.length() > 9 || name.startsWith("0") && name.length() > 1) {
            return -1;
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return -1;
            }
        }
        return Integer.parseInt(name);
    }

    /** A device number as /proc/pid/maps shows it. */
    static String device(long dev) {
        return String.format(Locale.ROOT, "%02x:%02x", DeviceNumbers.major(dev), DeviceNumbers.minor(dev));
    }
}

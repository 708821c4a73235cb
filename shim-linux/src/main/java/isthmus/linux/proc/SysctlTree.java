package isthmus.linux.proc;

import isthmus.linux.Kernel;
import isthmus.linux.UtsNames;
import isthmus.linux.pseudo.PseudoDirectory;
import isthmus.linux.pseudo.PseudoFileSystem;
import isthmus.linux.task.PidTable;
import java.nio.ByteBuffer;
import java.util.UUID;

/** /proc/sys: what programs ask of the system's settings. None can be changed, but for those in {@link IpcText}. */
final class SysctlTree {
    private SysctlTree() {}

    static void fill(PseudoDirectory sys, PseudoFileSystem proc, Kernel kernel) {
        PseudoDirectory base = sys.directory("kernel");
        base.file("ostype", reader -> "Linux\n");
        base.file("osrelease", reader -> UtsNames.RELEASE + "\n");
        base.file("version", reader -> UtsNames.VERSION + "\n");
        base.file("hostname", reader -> kernel.uts().nodeName() + "\n");
        base.file("domainname", reader -> kernel.uts().domainName() + "\n");
        value(base, "pid_max", PidTable.PID_MAX);
        value(base, "threads-max", kernel.taskLimit());
        value(base, "ngroups_max", 65536);
        value(base, "cap_last_cap", 40);
        value(base, "randomize_va_space", 2);
        value(base, "core_uses_pid", 0);
        value(base, "yama/ptrace_scope", 0);
        value(base, "sched_rt_runtime_us", 950000);
        value(base, "perf_event_paranoid", 4);
        value(base, "unprivileged_bpf_disabled", 2);
        value(base, "dmesg_restrict", 1);
        value(base, "kptr_restrict", 2);
        base.file("core_pattern", reader -> "core\n");
        base.file("tainted", reader -> "0\n");
        PseudoDirectory random = base.directory("random");
        String boot = uuid(kernel);
        random.file("boot_id", reader -> boot + "\n");
        random.file("uuid", reader -> uuid(kernel) + "\n");
        value(random, "entropy_avail", 256);
        value(random, "poolsize", 256);
        PseudoDirectory vm = sys.directory("vm");
        value(vm, "overcommit_memory", 0);
        value(vm, "overcommit_ratio", 50);
        value(vm, "max_map_count", 65530);
        value(vm, "mmap_min_addr", kernel.platform().guestAddressStart());
        value(vm, "swappiness", 60);
        value(vm, "nr_hugepages", 0);
        PseudoDirectory fs = sys.directory("fs");
        value(fs, "file-max", 1 << 20);
        value(fs, "nr_open", 1 << 20);
        fs.file("file-nr", reader -> "0\t0\t1048576\n");
        value(fs, "pipe-max-size", 1 << 20);
        value(fs, "pipe-user-pages-soft", 16384);
        value(fs, "pipe-user-pages-hard", 0);
        value(fs, "protected_hardlinks", 0);
        value(fs, "protected_symlinks", 0);
        value(fs, "suid_dumpable", 0);
        value(fs, "aio-max-nr", 65536);
        PseudoDirectory inotify = fs.directory("inotify");
        value(inotify, "max_user_watches", 1 << 17);
        value(inotify, "max_user_instances", 128);
        value(inotify, "max_queued_events", 16384);
        value(fs.directory("epoll"), "max_user_watches", 1 << 20);
        PseudoDirectory core = sys.directory("net").directory("core");
        value(core, "somaxconn", 4096);
        value(core, "rmem_max", 212992);
        value(core, "wmem_max", 212992);
        value(core, "rmem_default", 212992);
        value(core, "wmem_default", 212992);
        value(sys.directory("net").directory("unix"), "max_dgram_qlen", 512);
    }

    /** A file with a number, at a path below the directory. */
    private static void value(PseudoDirectory directory, String path, long value) {
        int slash = path.indexOf('/');
        if (slash >= 0) {
            value(directory.directory(path.substring(0, slash)), path.substring(slash + 1), value);
        } else {
            directory.file(path, reader -> value + "\n");
        }
    }

    private static String uuid(Kernel kernel) {
        byte[] bytes = new byte[16];
        kernel.random().nextBytes(bytes);
        bytes[6] = (byte) (bytes[6] & 0x0f | 0x40);
        bytes[8] = (byte) (bytes[8] & 0x3f | 0x80);
        ByteBuffer words = ByteBuffer.wrap(bytes);
        return new UUID(words.getLong(), words.getLong()).toString();
    }
}

package isthmus.linux.proc;

import isthmus.core.south.HostInfo;
import isthmus.linux.pseudo.PseudoDirectory;
import isthmus.linux.pseudo.PseudoFileSystem;

/** /sys, as far as C libraries, the JVM and Go look. */
public final class SysTree {
    private SysTree() {}

    /** Sets the root of a sysfs. */
    public static void fill(PseudoFileSystem sys, HostInfo host) {
        PseudoDirectory root = new PseudoDirectory(sys);
        PseudoDirectory system = root.directory("devices").directory("system");
        PseudoDirectory cpu = system.directory("cpu");
        String range = MachineText.processorRange(host.processors());
        for (String name : new String[] {"online", "possible", "present"}) {
            cpu.file(name, reader -> range);
        }
        cpu.file("offline", reader -> "\n");
        cpu.file("kernel_max", reader -> "8191\n");
        for (int i = 0; i < host.processors(); i++) {
            processor(cpu.directory("cpu" + i), i, host.processors());
        }
        PseudoDirectory node = system.directory("node");
        for (String name : new String[] {"online", "possible", "has_memory", "has_cpu"}) {
            node.file(name, reader -> "0\n");
        }
        node.directory("node0").file("cpulist", reader -> range);
        PseudoDirectory hugePages = root.directory("kernel").directory("mm").directory("transparent_hugepage");
        hugePages.file("enabled", reader -> "always [madvise] never\n");
        hugePages.file("defrag", reader -> "always defer defer+madvise [madvise] never\n");
        hugePages.file("shmem_enabled", reader -> "always within_size advise [never] deny force\n");
        hugePages.file("hpage_pmd_size", reader -> "2097152\n");
        root.directory("fs").directory("cgroup");
        for (String name : new String[] {"block", "bus", "class", "dev", "firmware", "module", "power"}) {
            root.directory(name);
        }
        root.directory("class").directory("net");
        sys.setRoot(root);
    }

    private static void processor(PseudoDirectory cpu, int number, int processors) {
        PseudoDirectory topology = cpu.directory("topology");
        topology.file("physical_package_id", reader -> "0\n");
        topology.file("core_id", reader -> number + "\n");
        topology.file("core_cpus_list", reader -> number + "\n");
        topology.file("thread_siblings_list", reader -> number + "\n");
        topology.file("core_siblings_list", reader -> MachineText.processorRange(processors));
        topology.file("package_cpus_list", reader -> MachineText.processorRange(processors));
        cpu.file("online", reader -> "1\n");
    }
}

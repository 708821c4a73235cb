package isthmus.linux.proc;

import isthmus.linux.Kernel;
import isthmus.linux.pseudo.PseudoDirectory;
import isthmus.linux.pseudo.PseudoFileSystem;

/** /sys, as far as C libraries, the JVM, Go, libnuma and lscpu look. */
public final class SysTree {
    private SysTree() {}

    /** Sets the root of a sysfs. */
    public static void fill(PseudoFileSystem sys, Kernel kernel) {
        PseudoDirectory root = new PseudoDirectory(sys);
        PseudoDirectory system = root.directory("devices").directory("system");
        PseudoDirectory cpu = system.directory("cpu");
        int processors = kernel.processors();
        String range = MachineText.processorRange(processors);
        for (String name : new String[] {"online", "possible", "present"}) {
            cpu.file(name, reader -> range);
        }
        cpu.file("offline", reader -> "\n");
        cpu.file("kernel_max", reader -> "8191\n");
        for (int i = 0; i < processors; i++) {
            processor(cpu.directory("cpu" + i), i, processors);
        }
        PseudoDirectory node = system.directory("node");
        for (String name : new String[] {"online", "possible", "has_memory", "has_cpu"}) {
            node.file(name, reader -> "0\n");
        }
        fillNode(node.directory("node0"), kernel);
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

    private static void fillNode(PseudoDirectory node, Kernel kernel) {
        int processors = kernel.processors();
        node.file("cpulist", reader -> MachineText.processorRange(processors));
        node.file("cpumap", reader -> MachineText.processorMask(processors, 0, processors));
        node.file("distance", reader -> "10\n");
        node.file(
                "meminfo",
                reader -> MachineText.nodeMeminfo(
                        kernel.memoryLimit(), kernel.memory().residentBytes()));
    }

    private static void processor(PseudoDirectory cpu, int number, int processors) {
        String own = MachineText.processorMask(processors, number, number + 1);
        String all = MachineText.processorMask(processors, 0, processors);
        PseudoDirectory topology = cpu.directory("topology");
        topology.file("physical_package_id", reader -> "0\n");
        topology.file("core_id", reader -> number + "\n");
        for (String name : new String[] {"core_cpus", "thread_siblings"}) {
            topology.file(name, reader -> own);
            topology.file(name + "_list", reader -> number + "\n");
        }
        for (String name : new String[] {"package_cpus", "core_siblings"}) {
            topology.file(name, reader -> all);
            topology.file(name + "_list", reader -> MachineText.processorRange(processors));
        }
        cpu.file("online", reader -> "1\n");
    }
}

package isthmus.linux.proc;

import isthmus.linux.Kernel;
import isthmus.linux.pseudo.PseudoDirectory;
import isthmus.linux.pseudo.PseudoFileSystem;

/** /proc. */
public final class ProcTree {
    private ProcTree() {}

    /** Sets the root of a procfs. */
    public static void fill(PseudoFileSystem proc, Kernel kernel) {
        PseudoDirectory root = new PseudoDirectory(proc);
        root.file("cpuinfo", reader -> MachineText.cpuinfo(kernel.platform().host()));
        root.file("meminfo", reader -> MachineText.meminfo(kernel.memoryLimit(), kernel.memory().residentBytes()));
        proc.setRoot(root);
    }
}

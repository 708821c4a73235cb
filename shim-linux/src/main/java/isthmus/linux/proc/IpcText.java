package isthmus.linux.proc;

import isthmus.core.Errno;
import isthmus.linux.Kernel;
import isthmus.linux.ipc.Ipc;
import isthmus.linux.ipc.IpcLimits;
import isthmus.linux.ipc.IpcLimits.Limit;
import isthmus.linux.pseudo.PseudoDirectory;
import isthmus.linux.pseudo.PseudoFile;
import isthmus.linux.pseudo.PseudoFileSystem;
import java.util.Arrays;
import java.util.stream.Collectors;

/** /proc/sysvipc, and the limits of inter-process communication in /proc/sys, which root can change (sysvipc(7), proc(5)). */
final class IpcText {
    private static final String SEMAPHORES =
            "       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n";
    private static final String QUEUES = "       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid"
            + "  cuid  cgid      stime      rtime      ctime\n";
    private static final String SEGMENTS = "       key      shmid perms                  size  cpid  lpid nattch   uid"
            + "   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap\n";

    private IpcText() {}

    static void fill(PseudoDirectory root, PseudoFileSystem proc, Kernel kernel) {
        Ipc ipc = kernel.ipc();
        PseudoDirectory objects = root.directory("sysvipc");
        objects.file("msg", reader -> QUEUES + ipc.messageQueues().list());
        objects.file("sem", reader -> SEMAPHORES + ipc.semaphores().list());
        objects.file("shm", reader -> SEGMENTS + ipc.sharedMemory().list());
        PseudoDirectory sys = root.directory("sys");
        PseudoDirectory base = sys.directory("kernel");
        IpcLimits limits = ipc.limits();
        add(base, proc, "sem", limits, Limit.SEMMSL, Limit.SEMMNS, Limit.SEMOPM, Limit.SEMMNI);
        add(base, proc, "msgmax", limits, Limit.MSGMAX);
        add(base, proc, "msgmnb", limits, Limit.MSGMNB);
        add(base, proc, "msgmni", limits, Limit.MSGMNI);
        add(base, proc, "shmmax", limits, Limit.SHMMAX);
        add(base, proc, "shmall", limits, Limit.SHMALL);
        add(base, proc, "shmmni", limits, Limit.SHMMNI);
        base.file("shm_rmid_forced", reader -> "0\n");
        PseudoDirectory queues = sys.directory("fs").directory("mqueue");
        add(queues, proc, "msg_default", limits, Limit.MQ_MSG_DEFAULT);
        add(queues, proc, "msg_max", limits, Limit.MQ_MSG_MAX);
        add(queues, proc, "msgsize_default", limits, Limit.MQ_MSGSIZE_DEFAULT);
        add(queues, proc, "msgsize_max", limits, Limit.MQ_MSGSIZE_MAX);
        add(queues, proc, "queues_max", limits, Limit.MQ_QUEUES_MAX);
    }

    /** A file with one or more limits. */
    private static void add(
            PseudoDirectory directory, PseudoFileSystem proc, String name, IpcLimits limits, Limit... shown) {
        PseudoFile.Content content = reader -> Arrays.stream(shown)
                .map(limit -> Long.toUnsignedString(limits.get(limit)))
                .collect(Collectors.joining("\t", "", "\n"));
        directory.add(name, new PseudoFile(proc, 0644, content, (writer, text) -> set(limits, text, shown)));
    }

    /** Fewer values than there are leave the others as they are. EINVAL for what is no number, or too small or large. */
    private static void set(IpcLimits limits, String text, Limit... wanted) {
        String[] words = text.strip().split("[ \t\n]+");
        long[] values = new long[Math.min(words.length, wanted.length)];
        for (int i = 0; i < values.length; i++) {
            try {
                values[i] = Long.parseUnsignedLong(words[i]);
            } catch (NumberFormatException e) {
                throw Errno.EINVAL.exception();
            }
            if (!wanted[i].takes(values[i])) {
                throw Errno.EINVAL.exception();
            }
        }
        for (int i = 0; i < values.length; i++) {
            limits.set(wanted[i], values[i]);
        }
    }
}

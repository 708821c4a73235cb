package isthmus.linux.mqueue;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.files.FileServices;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.Permissions;
import isthmus.linux.ipc.Ipc;
import isthmus.linux.ipc.IpcLimits;
import isthmus.linux.ipc.IpcMemory;
import isthmus.linux.pseudo.PseudoFileSystem;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The POSIX message queues of a run, by name, and what each user has of them. Its monitor guards both; a queue's is taken
 * inside of it.
 */
public final class PosixQueues {
    private static final long MAGIC = 0x19800202;
    private static final int NAME_MAX = 255;
    /** What a queue takes from the kernel's memory besides its messages, roughly. */
    private static final long OWN_COST = 1024;

    private final FileServices services;
    private final IpcLimits limits;
    private final IpcMemory memory;
    private final PseudoFileSystem fileSystem;
    private final QueueDirectory root;
    private final Map<String, PosixQueue> named = new TreeMap<>();
    /** Bytes that count against RLIMIT_MSGQUEUE, by real user ID. */
    private final Map<Integer, Long> costs = new HashMap<>();
    /** Those with a name, and those that are open still. */
    private int existing;

    public PosixQueues(FileServices services, Ipc ipc) {
        this.services = services;
        this.limits = ipc.limits();
        this.memory = ipc.memory();
        this.fileSystem = new PseudoFileSystem("mqueue", MAGIC, services);
        this.root = new QueueDirectory(this);
        fileSystem.setRoot(root);
    }

    /** Mounted on /dev/mqueue. */
    public PseudoFileSystem fileSystem() {
        return fileSystem;
    }

    IpcMemory memory() {
        return memory;
    }

    long now() {
        return services.now();
    }

    /** Who makes or opens a queue; {@code limit} is RLIMIT_MSGQUEUE, in bytes. */
    public record Caller(Credentials who, int umask, long limit) {}

    /**
     * mq_open(3), with the name as the kernel gets it: without the slash.
     *
     * @param attributes null for the usual ones
     * @throws isthmus.core.ErrnoException as there
     */
    public synchronized PosixQueueFile open(
            String name, int flags, int mode, QueueAttributes attributes, Caller caller) {
        checkName(name);
        PosixQueue queue = named.get(name);
        if (queue == null) {
            if ((flags & OpenFlags.O_CREAT) == 0) {
                throw Errno.ENOENT.exception();
            }
            queue = create(name, mode & ~caller.umask(), attributes, caller);
        } else {
            checkAccess(queue, flags, caller.who());
        }
        return new PosixQueueFile(queue, null, flags);
    }

    private static void checkAccess(PosixQueue queue, int flags, Credentials who) {
        if ((flags & OpenFlags.O_CREAT) != 0 && (flags & OpenFlags.O_EXCL) != 0) {
            throw Errno.EEXIST.exception();
        }
        int access = flags & OpenFlags.O_ACCMODE;
        if (access == OpenFlags.O_ACCMODE) {
            throw Errno.EINVAL.exception();
        }
        int wanted = access == OpenFlags.O_RDONLY
                ? Permissions.MAY_READ
                : access == OpenFlags.O_WRONLY ? Permissions.MAY_WRITE : Permissions.MAY_READ | Permissions.MAY_WRITE;
        Permissions.check(queue, who, wanted);
    }

    /** EACCES for what can be no name, ENOENT for none, ENAMETOOLONG. */
    private static void checkName(String name) {
        if (name.isEmpty()) {
            throw Errno.ENOENT.exception();
        }
        if (name.indexOf('/') >= 0 || name.equals(".") || name.equals("..")) {
            throw Errno.EACCES.exception();
        }
        if (name.length() > NAME_MAX) {
            throw Errno.ENAMETOOLONG.exception();
        }
    }

    /** A new queue with a name that is not there; ENOSPC, EINVAL, EMFILE, ENOMEM. */
    synchronized PosixQueue create(String name, int mode, QueueAttributes wanted, Caller caller) {
        Credentials who = caller.who();
        boolean privileged = who.has(Credentials.CAP_SYS_RESOURCE);
        if (existing >= limits.get(IpcLimits.Limit.MQ_QUEUES_MAX) && !privileged) {
            throw Errno.ENOSPC.exception();
        }
        QueueAttributes attributes = wanted == null ? QueueAttributes.usual(limits) : wanted;
        attributes.check(limits, privileged);
        long cost = costs.getOrDefault(who.uid(), 0L) + attributes.cost();
        if (cost > caller.limit()) {
            throw Errno.EMFILE.exception();
        }
        memory.charge(OWN_COST);
        PosixQueue queue = new PosixQueue(this, name, attributes, mode & 07777, who.fsuid(), who.fsgid(), who.uid());
        costs.put(who.uid(), cost);
        existing++;
        named.put(name, queue);
        return queue;
    }

    /** mq_unlink(3): EACCES, EPERM for another's, ENOENT. */
    public synchronized void unlink(String name, Credentials who) {
        checkName(name);
        PosixQueue queue = find(name);
        Permissions.check(root, who, Permissions.MAY_WRITE | Permissions.MAY_EXEC);
        if (queue.uid() != who.fsuid() && root.uid() != who.fsuid() && !who.has(Credentials.CAP_FOWNER)) {
            throw Errno.EPERM.exception();
        }
        remove(queue);
    }

    /** ENOENT. */
    synchronized PosixQueue find(String name) {
        PosixQueue queue = named.get(name);
        if (queue == null) {
            throw Errno.ENOENT.exception();
        }
        return queue;
    }

    synchronized PosixQueue findIfAny(String name) {
        return named.get(name);
    }

    synchronized java.util.List<PosixQueue> all() {
        return java.util.List.copyOf(named.values());
    }

    synchronized void remove(PosixQueue queue) {
        named.remove(queue.name());
        queue.setUnlinked();
        dropIfUnused(queue);
    }

    /** A queue goes when it has no name and nobody has it open. */
    synchronized void dropIfUnused(PosixQueue queue) {
        if (!queue.isDeleted() || queue.isHeld() || queue.isDropped()) {
            return;
        }
        queue.drop();
        memory.release(OWN_COST);
        existing--;
        costs.compute(queue.payer(), (uid, cost) -> {
            long left = (cost == null ? 0 : cost) - queue.attributes().cost();
            return left <= 0 ? null : left;
        });
    }
}

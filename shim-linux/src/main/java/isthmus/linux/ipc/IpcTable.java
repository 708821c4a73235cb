package isthmus.linux.ipc;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.time.Clocks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** The objects of one kind. Its monitor, a leaf, guards them, their fields included. */
abstract class IpcTable<T extends IpcObject> {
    static final int IPC_PRIVATE = 0;
    static final int IPC_CREAT = 01000;
    static final int IPC_EXCL = 02000;
    /** An identifier is a slot plus this times a number that grows with each use. */
    static final int SLOTS = 32768;

    private final IntSupplier limit;
    private final Clocks clocks;
    private final List<T> slots = new ArrayList<>();
    private final Map<Integer, T> byKey = new HashMap<>();
    private int sequence;

    /** @param limit how many there may be */
    IpcTable(IntSupplier limit, Clocks clocks) {
        this.limit = limit;
        this.clocks = clocks;
    }

    /** Seconds since 1970. */
    final long now() {
        return clocks.realtime() / 1_000_000_000L;
    }

    /** Before anything is looked for: objects go that have only waited for their last user. */
    void tidy() {}

    /**
     * shmget, semget, msgget: finds or makes an object; its identifier.
     *
     * @param check of one that exists: its size and the like
     * @param maker of a new one; may throw
     */
    final int findOrMake(int key, int flags, Credentials who, Consumer<T> check, Supplier<T> maker) {
        T found = key == IPC_PRIVATE ? null : byKey.get(key);
        if (found == null) {
            if (key != IPC_PRIVATE && (flags & IPC_CREAT) == 0) {
                throw Errno.ENOENT.exception();
            }
            return add(key, flags, who, maker);
        }
        if ((flags & (IPC_CREAT | IPC_EXCL)) == (IPC_CREAT | IPC_EXCL)) {
            throw Errno.EEXIST.exception();
        }
        check.accept(found);
        int wanted = flags >> 6 | flags >> 3 | flags;
        found.check(who, wanted & 7);
        return found.id;
    }

    private int add(int key, int flags, Credentials who, Supplier<T> maker) {
        int slot = slots.indexOf(null);
        if (slot < 0 && slots.size() >= Math.min(limit.getAsInt(), SLOTS)) {
            throw Errno.ENOSPC.exception();
        }
        T made = maker.get();
        if (slot < 0) {
            slot = slots.size();
            slots.add(null);
        }
        made.key = key;
        made.id = sequence * SLOTS + slot;
        sequence = sequence + 1 & 0x7fff;
        made.uid = made.creatorUid = who.euid();
        made.gid = made.creatorGid = who.egid();
        made.mode |= flags & 0777;
        slots.set(slot, made);
        if (key != IPC_PRIVATE) {
            byKey.put(key, made);
        }
        return made.id;
    }

    /** EINVAL if there is none, also if its slot has another now. */
    final T find(int id) {
        tidy();
        T found = id < 0 || id % SLOTS >= slots.size() ? null : slots.get(id % SLOTS);
        if (found == null || found.id != id) {
            throw Errno.EINVAL.exception();
        }
        return found;
    }

    /** One that {@code who} may change or remove. EINVAL, EPERM. */
    final T findOwn(int id, Credentials who) {
        T found = find(id);
        found.checkOwner(who);
        return found;
    }

    /** By the index of its slot, as the {@code _STAT} commands want it. EINVAL. */
    final T at(int slot) {
        T found = slot < 0 || slot >= slots.size() ? null : slots.get(slot);
        if (found == null) {
            throw Errno.EINVAL.exception();
        }
        return found;
    }

    /** From now on nobody finds it by its key. */
    final void forgetKey(T object) {
        if (object.key != IPC_PRIVATE) {
            byKey.remove(object.key);
            object.key = IPC_PRIVATE;
        }
    }

    final void remove(T object) {
        forgetKey(object);
        slots.set(object.id % SLOTS, null);
    }

    /** IPC_STAT and its kin: fills the status structure of the kind; an identifier for a slot, else 0. EINVAL, EACCES. */
    public final synchronized int status(int id, boolean bySlot, boolean anyone, Credentials who, ByteBuffer target) {
        tidy();
        T object = bySlot ? at(id) : find(id);
        if (!anyone) {
            object.check(who, IpcObject.READ);
        }
        object.putStatus(target);
        return bySlot ? object.id : 0;
    }

    /** All that there are, for {@code /proc/sysvipc}: its lines without the heading. */
    public final synchronized String list() {
        tidy();
        StringBuilder lines = new StringBuilder();
        all().forEach(object -> lines.append(object.line()));
        return lines.toString();
    }

    /** IPC_SET, as far as all kinds have it. */
    final void setPermission(T object, IpcPermission wanted) {
        object.uid = wanted.uid();
        object.gid = wanted.gid();
        object.mode = object.mode & ~0777 | wanted.mode() & 0777;
        object.changeTime = now();
    }

    /** All objects, in the order of their slots. */
    final List<T> all() {
        return slots.stream().filter(java.util.Objects::nonNull).toList();
    }

    /** The index of the last slot in use, or 0. */
    final int highest() {
        tidy();
        for (int i = slots.size() - 1; i > 0; i--) {
            if (slots.get(i) != null) {
                return i;
            }
        }
        return 0;
    }
}

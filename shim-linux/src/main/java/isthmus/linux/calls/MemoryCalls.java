package isthmus.linux.calls;

import static isthmus.linux.calls.ArgType.*;

import isthmus.core.Errno;
import isthmus.core.files.Mount;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import isthmus.core.memory.AddressSpace;
import isthmus.core.memory.MapFlags;
import isthmus.core.memory.MemoryObject;
import isthmus.core.south.Protection;
import isthmus.linux.task.FileMappingName;
import isthmus.linux.task.Task;
import java.util.List;

/** mmap(2) and what else changes the memory map; see {@link MemoryStateCalls} for the state of what is mapped. */
public final class MemoryCalls {
    static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    9,
                    "mmap",
                    (t, a) -> mmap(t, a.n(0), a.n(1), a.i(2), a.i(3), a.i(4), a.n(5)),
                    ADDRESS,
                    SIZE,
                    PROTECTION,
                    MAP_FLAGS,
                    FD,
                    OFFSET),
            SystemCall.full(10, "mprotect", (t, a) -> mprotect(t, a.n(0), a.n(1), a.n(2)), ADDRESS, SIZE, PROTECTION),
            SystemCall.full(11, "munmap", (t, a) -> munmap(t, a.n(0), a.n(1)), ADDRESS, SIZE),
            SystemCall.full(12, "brk", (t, a) -> t.addressSpace().brk(a.n(0)), ADDRESS),
            SystemCall.full(
                    25,
                    "mremap",
                    (t, a) -> t.addressSpace().mremap(a.n(0), a.n(1), a.n(2), a.i(3), a.n(4)),
                    ADDRESS,
                    SIZE,
                    SIZE,
                    MREMAP_FLAGS,
                    ADDRESS),
            SystemCall.full(
                    216,
                    "remap_file_pages",
                    (t, a) -> remapFilePages(t, a.n(0), a.n(1), a.n(2), a.n(3)),
                    ADDRESS,
                    SIZE,
                    INT,
                    SIZE,
                    HEX),
            SystemCall.partial(
                    329,
                    "pkey_mprotect",
                    "as on a processor without protection keys: only key -1",
                    (t, a) -> pkeyMprotect(t, a.n(0), a.n(1), a.n(2), a.i(3)),
                    ADDRESS,
                    SIZE,
                    PROTECTION,
                    INT),
            new SystemCall(
                    330,
                    "pkey_alloc",
                    Support.REFUSED,
                    "ENOSPC: as on a processor without protection keys",
                    List.of(HEX, HEX),
                    (t, a) -> pkeyAlloc(a.n(0), a.n(1))),
            SystemCall.refused(331, "pkey_free", Errno.EINVAL, "as on a processor without protection keys", INT));

    private static final int KNOWN_PROTECTION = 0x0f00_000f;

    private MemoryCalls() {}

    /** PKEY_DISABLE_ACCESS and PKEY_DISABLE_WRITE are known. */
    private static long pkeyAlloc(long flags, long rights) {
        throw flags != 0 || (rights & ~3) != 0 ? Errno.EINVAL.exception() : Errno.ENOSPC.exception();
    }

    private static long mmap(Task task, long hint, long length, int protection, int flags, int fd, long offset) {
        if ((offset & 4095) != 0 || length == 0) {
            throw Errno.EINVAL.exception();
        }
        if (length < 0 || length > task.kernel().platform().guestAddressLimit()) {
            throw Errno.ENOMEM.exception();
        }
        int bits = protection & (Protection.READ | Protection.WRITE | Protection.EXEC);
        AddressSpace space = task.addressSpace();
        if ((flags & MapFlags.MAP_ANONYMOUS) != 0) {
            return space.mmap(hint, length, bits, flags, null, 0, null);
        }
        if (offset < 0 || offset + length < 0) {
            throw Errno.EOVERFLOW.exception();
        }
        OpenFile file = Descriptors.get(task, fd);
        try {
            return mapFile(task, file, hint, length, bits, flags, offset);
        } finally {
            file.release();
        }
    }

    private static long mapFile(
            Task task, OpenFile file, long hint, long length, int protection, int flags, long offset) {
        int type = flags & MapFlags.MAP_TYPE;
        if (type == MapFlags.MAP_SHARED_VALIDATE && (flags & ~MapFlags.KNOWN) != 0) {
            throw Errno.EOPNOTSUPP.exception();
        }
        boolean shared = type == MapFlags.MAP_SHARED || type == MapFlags.MAP_SHARED_VALIDATE;
        boolean writable = OpenFlags.writable(file.flags());
        if (!OpenFlags.readable(file.flags()) || shared && (protection & Protection.WRITE) != 0 && !writable) {
            throw Errno.EACCES.exception();
        }
        PathNode path = file.path();
        if ((protection & Protection.EXEC) != 0 && path != null && path.mount().has(Mount.MS_NOEXEC)) {
            throw Errno.EPERM.exception();
        }
        MemoryObject object = file.memoryObject(shared && writable);
        return task.addressSpace()
                .mmap(
                        hint,
                        length,
                        protection,
                        shared && !writable ? flags | MapFlags.NEVER_WRITE : flags,
                        object,
                        offset,
                        path == null
                                ? null
                                : new FileMappingName(path, task.kernel().vfs().namespace()));
    }

    private static long mprotect(Task task, long address, long length, long protection) {
        if ((protection & ~KNOWN_PROTECTION) != 0) {
            throw Errno.EINVAL.exception();
        }
        task.addressSpace().mprotect(address, length, (int) protection);
        return 0;
    }

    private static long munmap(Task task, long address, long length) {
        task.addressSpace().munmap(address, length);
        return 0;
    }

    private static long remapFilePages(Task task, long start, long length, long protection, long page) {
        long first = start & -4096;
        long bytes = length & -4096;
        if (protection != 0 || bytes <= 0 || first < 0 || first + bytes <= first || page < 0 || page >> 51 != 0) {
            throw Errno.EINVAL.exception();
        }
        task.addressSpace().remapFilePages(first, bytes, page << 12);
        return 0;
    }

    private static long pkeyMprotect(Task task, long address, long length, long protection, int key) {
        if (key != -1) {
            throw Errno.EINVAL.exception();
        }
        return mprotect(task, address, length, protection);
    }
}

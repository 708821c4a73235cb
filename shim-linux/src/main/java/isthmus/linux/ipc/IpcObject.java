package isthmus.linux.ipc;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import java.nio.ByteBuffer;

/** What all System V objects have: a key, an identifier, owner and mode. Guarded by its table's monitor. */
abstract class IpcObject {
    static final int READ = 4;
    static final int WRITE = 2;
    /** Bytes of {@code struct ipc64_perm}. */
    static final int PERMISSION_BYTES = 48;

    private static final int CAP_IPC_OWNER = 15;

    int key;
    int id;
    int uid;
    int gid;
    int creatorUid;
    int creatorGid;
    /** Permissions, and flags of the kind. */
    int mode;
    /** Of the last change by IPC_SET and the like, in seconds since 1970. */
    long changeTime;

    /** As the {@code …id64_ds} structure of its kind, at the start of the buffer. */
    abstract void putStatus(ByteBuffer target);

    /** Its line in {@code /proc/sysvipc}. */
    abstract String line();

    /** ipcperms: EACCES unless {@code who} may do what the bits, those of a file's mode for others, say. */
    void check(Credentials who, int wanted) {
        int shift = 0;
        if (who.euid() == uid || who.euid() == creatorUid) {
            shift = 6;
        } else if (who.egid() == gid || who.egid() == creatorGid || who.isMember(gid) || who.isMember(creatorGid)) {
            shift = 3;
        }
        boolean allowed = (mode >> shift & wanted) == wanted;
        if (!allowed && (who.effective() & 1L << CAP_IPC_OWNER) == 0) {
            throw Errno.EACCES.exception();
        }
    }

    /** EPERM unless {@code who} may change or remove it. */
    void checkOwner(Credentials who) {
        if (who.euid() != uid && who.euid() != creatorUid && !who.has(Credentials.CAP_SYS_ADMIN)) {
            throw Errno.EPERM.exception();
        }
    }

    /** As {@code struct ipc64_perm}, at the buffer's position. */
    void putPermission(ByteBuffer target) {
        int start = target.position();
        target.putInt(key)
                .putInt(uid)
                .putInt(gid)
                .putInt(creatorUid)
                .putInt(creatorGid)
                .putInt(mode);
        target.putShort((short) (id / IpcTable.SLOTS));
        target.position(start + PERMISSION_BYTES);
    }
}

package isthmus.linux.ipc;

import java.nio.ByteBuffer;

/** What IPC_SET changes of every object: the part of {@code struct ipc64_perm} that it reads. */
public record IpcPermission(int uid, int gid, int mode) {
    /** From the start of a status structure. */
    public static IpcPermission of(ByteBuffer status) {
        return new IpcPermission(status.getInt(4), status.getInt(8), status.getInt(20));
    }
}

package PREFIX.xyz.wagyourtail.jvmdg.j13.stub.java_base;

import java.nio.Buffer;
import java.util.Objects;

/**
 * In place of the downgrader's own, whose slice moves the buffer's position meanwhile, so that two threads spoil each
 * other's, and which forgets to end the slice.
 */
public final class J_N_Buffer {
    private J_N_Buffer() {}

    public static Buffer slice(Buffer buffer, int index, int length) {
        Objects.checkFromIndexSize(index, length, buffer.limit());
        return buffer.duplicate().limit(index + length).position(index).slice();
    }
}

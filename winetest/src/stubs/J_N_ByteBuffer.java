package PREFIX.xyz.wagyourtail.jvmdg.j13.stub.java_base;

import java.nio.ByteBuffer;
import java.util.Objects;

/** In place of the downgrader's own, which copy byte by byte. */
public final class J_N_ByteBuffer {
    private J_N_ByteBuffer() {}

    public static ByteBuffer get(ByteBuffer buffer, int index, byte[] target) {
        return get(buffer, index, target, 0, target.length);
    }

    public static ByteBuffer get(ByteBuffer buffer, int index, byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(index, length, buffer.limit());
        buffer.duplicate().position(index).get(target, offset, length);
        return buffer;
    }

    public static ByteBuffer put(ByteBuffer buffer, int index, byte[] source) {
        return put(buffer, index, source, 0, source.length);
    }

    public static ByteBuffer put(ByteBuffer buffer, int index, byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(index, length, buffer.limit());
        buffer.duplicate().position(index).put(source, offset, length);
        return buffer;
    }
}

package isthmus.core.files.devices;

import isthmus.core.files.PathNode;
import java.nio.ByteBuffer;

/** null(4): always at its end, takes everything. */
final class NullDevice extends CharacterDevice {
    NullDevice(PathNode path, int flags) {
        super(path, flags);
    }

    @Override
    public boolean supportsSpliceRead() {
        return false;
    }

    @Override
    int fill(ByteBuffer target) {
        return 0;
    }

    @Override
    int consume(ByteBuffer source) {
        int length = source.remaining();
        source.position(source.limit());
        return length;
    }
}

package isthmus.app.engine;

import isthmus.core.Errno;
import isthmus.core.files.Mode;
import isthmus.core.files.Stat;
import isthmus.core.files.overlay.LowerNode;
import java.nio.ByteBuffer;
import java.util.List;

/** A directory that a run makes on the way to a shared folder. */
final class MadeDirectory implements LowerNode {
    private static final Stat STAT = new Stat(0, 0, Mode.S_IFDIR | 0755, 2, 0, 0, 0, 0, 4096, 0, 0, 0, 0, 0);

    @Override
    public Stat stat() {
        return STAT;
    }

    @Override
    public Object identity() {
        return this;
    }

    @Override
    public LowerNode lookup(String name) {
        return null;
    }

    @Override
    public List<Entry> list() {
        return List.of();
    }

    @Override
    public String readlink() {
        throw Errno.EINVAL.exception();
    }

    @Override
    public int read(ByteBuffer target, long position) {
        throw Errno.EISDIR.exception();
    }
}

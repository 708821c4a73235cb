package isthmus.linux.task;

import isthmus.core.files.Namespace;
import isthmus.core.files.PathNode;
import isthmus.core.memory.MappingName;

/** A mapped file, in /proc/pid/maps. */
public record FileMappingName(PathNode path, Namespace namespace) implements MappingName {
    @Override
    public String text() {
        return namespace.pathOf(path, namespace.root());
    }

    @Override
    public long device() {
        return path.inode().stat().dev();
    }

    @Override
    public long inode() {
        return path.inode().stat().ino();
    }
}

package isthmus.linux.pseudo;

import isthmus.core.Errno;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;
import java.util.function.Supplier;

/** A symbolic link whose target is made when it is asked for; magic ones lead where their text may not. */
public final class PseudoLink extends PseudoInode {
    private final Supplier<String> text;
    private final Supplier<PathNode> place;

    public PseudoLink(PseudoFileSystem fileSystem, Supplier<String> text) {
        this(fileSystem, 0777, text, () -> null);
    }

    /** @param place where it leads; may give null, and then its text counts */
    public PseudoLink(PseudoFileSystem fileSystem, int permissions, Supplier<String> text, Supplier<PathNode> place) {
        super(fileSystem, Mode.S_IFLNK | permissions);
        this.text = text;
        this.place = place;
    }

    @Override
    public String readlink() {
        return text.get();
    }

    @Override
    public PathNode magicTarget() {
        return place.get();
    }

    @Override
    public OpenFile open(PathNode path, int flags, Object caller) {
        throw Errno.ELOOP.exception();
    }
}

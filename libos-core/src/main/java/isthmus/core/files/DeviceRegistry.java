package isthmus.core.files;

import isthmus.core.Errno;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What opens device nodes and FIFOs, in whatever file system they are found. A host's own devices are never opened:
 * a device node is only a number that is looked up here.
 */
public final class DeviceRegistry {
    /** Opens a special file. Called without locks, so it may wait for the other end of a FIFO. */
    @FunctionalInterface
    public interface Opener {
        /**
         * @param path where the node was found; its inode says which it is
         * @param caller the calling task, as the shim knows it
         */
        OpenFile open(PathNode path, int flags, Object caller);
    }

    private final Map<Long, Opener> characterDevices = new ConcurrentHashMap<>();
    private final Map<Integer, Opener> characterMajors = new ConcurrentHashMap<>();
    private volatile Opener fifoOpener = (path, flags, caller) -> {
        throw Errno.ENXIO.exception();
    };

    /** Registers one character device. */
    public void registerCharacter(int major, int minor, Opener opener) {
        characterDevices.put(DeviceNumbers.make(major, minor), opener);
    }

    /** Registers all minors of a major that have no opener of their own. */
    public void registerCharacterMajor(int major, Opener opener) {
        characterMajors.put(major, opener);
    }

    /** What opens FIFOs. */
    public void setFifoOpener(Opener opener) {
        fifoOpener = opener;
    }

    /** Opens a device, FIFO or socket node: ENXIO where nobody stands behind it. */
    public OpenFile open(PathNode path, int flags, Object caller) {
        Stat stat = path.inode().stat();
        switch (stat.mode() & Mode.S_IFMT) {
            case Mode.S_IFIFO -> {
                return fifoOpener.open(path, flags, caller);
            }
            case Mode.S_IFCHR -> {
                Opener opener = characterDevices.get(stat.rdev());
                if (opener == null) {
                    opener = characterMajors.get(DeviceNumbers.major(stat.rdev()));
                }
                if (opener != null) {
                    return opener.open(path, flags, caller);
                }
                throw Errno.ENXIO.exception();
            }
            default -> throw Errno.ENXIO.exception();
        }
    }
}

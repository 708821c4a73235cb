package isthmus.app.run;

import isthmus.core.files.FileServices;
import isthmus.core.files.FileSystem;
import isthmus.core.files.host.HostBase;
import isthmus.core.files.overlay.LowerLayer;
import isthmus.core.files.overlay.Overlay;
import isthmus.core.south.HostException;
import isthmus.linux.boot.SystemTree;
import java.nio.file.Files;
import java.util.List;

/** The root file system of a run: what the user named, read-only, with everything that is written above it in memory. */
final class RootFileSystem implements AutoCloseable {
    private final LowerLayer base;
    private final Overlay overlay;

    private RootFileSystem(LowerLayer base, Overlay overlay) {
        this.base = base;
        this.overlay = overlay;
    }

    static RootFileSystem open(RunOptions options, FileServices services, long memoryLimit) {
        if (!Files.isDirectory(options.rootfs())) {
            throw new HostException("tar files are not built yet");
        }
        LowerLayer base = new HostBase(options.rootfs());
        return new RootFileSystem(base, new Overlay(services, base, memoryLimit));
    }

    FileSystem fileSystem() {
        return overlay;
    }

    String source() {
        return "overlay";
    }

    void mountVolumes(SystemTree tree, List<Volume> volumes) {
        if (!volumes.isEmpty()) {
            throw new HostException("volumes are not built yet: " + tree + volumes);
        }
    }

    @Override
    public void close() {
        base.close();
    }
}

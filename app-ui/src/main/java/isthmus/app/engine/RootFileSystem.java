package isthmus.app.engine;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.FileServices;
import isthmus.core.files.FileSystem;
import isthmus.core.files.HostBlocks;
import isthmus.core.files.Mount;
import isthmus.core.files.host.HostBase;
import isthmus.core.files.host.HostVolume;
import isthmus.core.files.overlay.LowerLayer;
import isthmus.core.files.overlay.Overlay;
import isthmus.core.files.tar.TarBase;
import isthmus.core.south.HostException;
import isthmus.linux.boot.SystemTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The root file system of a run: what the user named, read-only, with everything that is written above it in memory. */
final class RootFileSystem implements AutoCloseable {
    private final LowerLayer base;
    private final Overlay overlay;

    private RootFileSystem(LowerLayer base, Overlay overlay) {
        this.base = base;
        this.overlay = overlay;
    }

    /**
     * @param limit bytes that may be written above the base
     * @param progress hears how far the unpacking of an archive is
     */
    static RootFileSystem open(
            Path rootfs, FileServices services, long limit, SharedArchives archives, TarBase.Progress progress) {
        LowerLayer base = base(rootfs, services.hostBlocks(), archives, progress);
        return new RootFileSystem(base, new Overlay(services, base, limit));
    }

    /** @throws HostException if there is none */
    static LowerLayer base(Path rootfs, HostBlocks hostBlocks, SharedArchives archives, TarBase.Progress progress) {
        if (Files.isDirectory(rootfs)) {
            return new HostBase(rootfs, hostBlocks);
        }
        if (!Files.isRegularFile(rootfs) || !TarBase.isArchive(rootfs)) {
            throw new HostException(
                    "--rootfs " + rootfs
                            + " is neither a directory nor a tar file (plain, .gz, .xz or .zst); name one that holds a root file system");
        }
        return archives.open(rootfs, progress);
    }

    FileSystem fileSystem() {
        return overlay;
    }

    static void mountVolumes(SystemTree tree, FileServices services, List<Volume> volumes) {
        for (Volume volume : volumes) {
            if (!Files.isDirectory(volume.host())) {
                throw new HostException(
                        "--volume " + volume.host() + " is no directory; share the directory that it is in");
            }
            HostVolume files = new HostVolume(services, volume.host());
            int flags = Mount.MS_NODEV | Mount.MS_NOSUID | (volume.readOnly() ? Mount.MS_RDONLY : 0);
            try {
                tree.mount(volume.guest(), files, volume.host().toString(), flags);
            } catch (ErrnoException e) {
                String why = e.errno() == Errno.ENOTDIR
                        ? "a part of that path is no directory"
                        : e.errno().toString();
                throw new HostException(
                        "--volume " + volume.host() + ":" + volume.guest() + " cannot be shown at " + volume.guest()
                                + ": " + why + "; choose another place in the guest",
                        e);
            }
        }
    }

    @Override
    public void close() {
        base.close();
    }
}

package isthmus.app.engine;

import isthmus.core.files.HostNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files of the host as the programs of a run see them. Looks at the host's files: not for a thread that must not wait. */
public final class SharedFiles {
    /** What the kernel mounts over the root file system: the host's files of these names are not there. */
    private static final List<String> KERNELS = List.of("/dev", "/proc", "/sys");

    /** @param guest without a slash at its end, so empty for the root */
    private record Mount(Path host, String guest) {
        boolean covers(String path) {
            return path.startsWith(guest) && (path.length() == guest.length() || path.charAt(guest.length()) == '/');
        }
    }

    private final List<Mount> mounts = new ArrayList<>();

    /** @throws IOException if a shared folder is no longer there */
    public SharedFiles(RunOptions options) throws IOException {
        Path root = options.rootfs().toRealPath();
        mounts.add(new Mount(Files.isDirectory(root) ? root : null, ""));
        KERNELS.forEach(name -> mounts.add(new Mount(null, name)));
        for (Volume volume : options.volumes()) {
            mounts.add(new Mount(volume.host().toRealPath(), volume.guest().replaceAll("/+$", "")));
        }
    }

    /**
     * The path by which programs find a file, bytes, one char each; empty if they do not see it.
     *
     * @throws IOException if its folder is not there
     */
    public Optional<String> guestPath(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Path real = parent == null ? file : parent.toRealPath().resolve(file.getFileName());
        for (Mount mount : mounts.reversed()) {
            if (mount.host() != null && real.startsWith(mount.host())) {
                String path = below(mount, real);
                if (seenAt(path) == mount) {
                    return Optional.of(path.isEmpty() ? "/" : path);
                }
            }
        }
        return Optional.empty();
    }

    private static String below(Mount mount, Path real) {
        StringBuilder path = new StringBuilder(mount.guest());
        if (!real.equals(mount.host())) {
            mount.host().relativize(real).forEach(name -> path.append('/').append(HostNames.name(name)));
        }
        return path.toString();
    }

    /** The mount that a guest path leads to: the deepest, and of several in one place the last. */
    private Mount seenAt(String path) {
        Mount found = mounts.getFirst();
        for (Mount mount : mounts) {
            if (mount.covers(path) && mount.guest().length() >= found.guest().length()) {
                found = mount;
            }
        }
        return found;
    }

    /** Guest paths on one line, as a POSIX shell reads them. */
    public static String quoted(List<String> paths) {
        return CommandLineText.forPosixShell(paths);
    }
}

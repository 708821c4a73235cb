package isthmus.core.files.host;

import isthmus.core.files.HostNames;
import isthmus.core.files.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotLinkException;
import java.nio.file.Path;

/** Links of the host, and on hosts without inode numbers the question whether a path goes through one. */
final class HostLinks {
    private HostLinks() {}

    /** What a link says, to a guest. One that java.nio cannot read (a junction) says where it leads. */
    static String target(Path link, Path folder) throws IOException {
        try {
            return HostNames.target(Files.readSymbolicLink(link));
        } catch (NotLinkException e) {
            Path real = link.toRealPath();
            return real.startsWith(folder)
                    ? HostNames.target(link.getParent().relativize(real))
                    : HostNames.bytes(real);
        }
    }

    /**
     * Whether a path of a host without inode numbers leads where its names say: none of its directories, and the file
     * itself if that is one, is a link. To be asked with names locked against change.
     *
     * @param seen what is expected there
     */
    static boolean leadsTo(Path path, Stat seen) throws IOException {
        Path directory = seen.isDirectory() ? path : path.getParent();
        return directory == null || directory.toRealPath().equals(directory);
    }

    /** Whether the host gave a file a second name (8.3) and this is it. */
    static boolean isOtherName(Path path) throws IOException {
        Path name = path.getFileName();
        return name.toString().indexOf('~') >= 0
                && !path.toRealPath(LinkOption.NOFOLLOW_LINKS).getFileName().equals(name);
    }
}

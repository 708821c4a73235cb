package isthmus.core.files.host;

import isthmus.core.files.HostBlocks;
import isthmus.core.files.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the files of a host folder have, and how they change: {@link NumberedFiles}, as POSIX has them, or {@link NamedFiles}, which
 * have neither numbers nor owners. java.nio is asked once for each folder which of them they are ({@link #in}).
 */
abstract sealed class HostFiles permits NumberedFiles, NamedFiles {
    /** Those of a folder, by the attributes that its file system offers. */
    static HostFiles in(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? new NumberedFiles()
                : new NamedFiles();
    }

    // --- which file it is
    // -------------------------------------------------------------------------------------------------------------

    /** @param path absolute; it is not followed */
    abstract HostStat read(Path path, HostBlocks hostBlocks) throws IOException;

    /** Whether what is at a path now is the file that was seen there, as far as its attributes tell. */
    abstract boolean isSame(HostStat seen, HostStat now);

    /** The same where the host's programs may replace a file by another at any time: what cannot be told is believed. */
    abstract boolean isStill(HostStat seen, HostStat now);

    /** What is equal for two nodes only if they are one file. */
    abstract Object identity(HostNode node);

    /**
     * Looks whether a path still leads to what was seen there: the attributes as they are known now. ESTALE. To be called with
     * names locked against change.
     */
    abstract HostStat lookAgain(Path path, HostStat seen, HostBlocks hostBlocks) throws IOException;

    /** Whether a path goes through no link, where the file's own attributes do not say so. With names locked against change. */
    abstract boolean leadsTo(Path path, Stat seen) throws IOException;

    /** The inode number for guests: {@code first} is what the file had when it was found. */
    abstract long ino(long first, HostStat now);

    /** Who finds inodes again. */
    abstract InodeIndex newIndex();

    // --- names
    // ------------------------------------------------------------------------------------------------------------------------

    /** Whether the host gave the file a second name and this is it. */
    abstract boolean isOtherName(Path path) throws IOException;

    /** Whether a name under which the host finds something is that of an entry. */
    abstract boolean isListed(String name, Supplier<Set<String>> entries);

    /** Removes what is there; its name is free afterwards. Names are locked for writing. */
    abstract void delete(Path path, Stat now) throws IOException;

    /**
     * rename(2).
     *
     * @param replaced what is at the target, or null
     */
    abstract void move(Path source, Path target, Stat replaced) throws IOException;

    // --- owners and permissions
    // -------------------------------------------------------------------------------------------------------

    /** Permissions to make something with; the set-ID and sticky bits come after. */
    abstract FileAttribute<?>[] permissions(int mode);

    /**
     * A new file gets the wanted owner, where the host lets us, and exactly the wanted permissions, whatever our umask; its
     * attributes afterwards.
     *
     * @param mode with the type
     */
    abstract HostStat own(Path path, HostStat now, int mode, int uid, int gid, HostBlocks hostBlocks)
            throws IOException;

    abstract void setPermissions(Path path, int permissions) throws IOException;

    /**
     * EPERM.
     *
     * @param uid -1 if it is to stay, like {@code gid}
     */
    abstract void setOwner(Path path, int uid, int gid, Stat now) throws IOException;

    /**
     * What tells the user of this process from others: a number or a name.
     *
     * @param temporary a folder to make files in
     */
    abstract Object user(Path temporary) throws IOException;

    /** Looks whether a folder is {@code user}'s alone, where that can be told. */
    abstract void checkPrivate(Path folder, Object user) throws IOException;
}

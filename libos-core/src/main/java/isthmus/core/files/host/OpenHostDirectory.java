package isthmus.core.files.host;

import isthmus.core.files.DirectoryFile;
import isthmus.core.files.DirectoryVisitor;
import isthmus.core.files.HostNames;
import isthmus.core.files.Mode;
import isthmus.core.files.PathNode;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An open directory of a {@link HostVolume}: shows what was there when reading began, or began anew. */
final class OpenHostDirectory extends DirectoryFile {
    private record Entry(String name, long ino, int type) {}

    private final HostInode directory;
    /** Guarded by this, as the position is. */
    private List<Entry> entries;

    OpenHostDirectory(HostInode directory, PathNode path, int flags) {
        super(directory, path, flags);
        this.directory = directory;
    }

    @Override
    protected void entries(long from, DirectoryVisitor visitor) {
        if (entries == null || from == FIRST) {
            entries = directory.perform(this::read);
        }
        for (long i = from - FIRST; i < entries.size(); i++) {
            Entry entry = entries.get((int) i);
            if (!visitor.entry(entry.name, entry.ino, entry.type, FIRST + i + 1)) {
                return;
            }
        }
    }

    private List<Entry> read(Path path) throws IOException {
        List<Entry> found = new ArrayList<>();
        HostVolume volume = directory.volume();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
            for (Path entry : stream) {
                String name = HostNames.name(entry);
                HostStat stat = HostNamesFile.isName(name) ? null : volume.readOrNull(entry);
                if (stat != null) { // else the host has just removed it
                    long ino = volume.inode(directory, name, stat).ino();
                    found.add(new Entry(
                            name, ino, Mode.directoryEntryType(stat.stat().mode())));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }
}

package isthmus.core.files.host;

import static isthmus.core.files.World.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.HostNames;
import isthmus.core.files.World;
import isthmus.core.files.overlay.Overlay;
import isthmus.core.south.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HostBaseTest {
    @TempDir
    Path directory;

    private Path folder;
    private HostBase base;
    private World world;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(directory.resolve("shared"));
        Files.writeString(directory.resolve("secret"), "secret");
        Files.createDirectory(directory.resolve("outside"));
        Files.writeString(directory.resolve("outside/f"), "secret");
        Files.createDirectory(folder.resolve("d"));
        Files.writeString(folder.resolve("d/f"), "inside");
        Files.createSymbolicLink(folder.resolve("up"), Path.of("../secret"));
        Files.createSymbolicLink(folder.resolve("absolute"), directory.resolve("secret"));
        Files.createSymbolicLink(folder.resolve("dir"), directory.resolve("outside"));
        base = new HostBase(folder);
        world = new World(services -> new Overlay(services, base, World.LIMIT));
    }

    @AfterEach
    void close() {
        world.close();
        base.close();
    }

    @Test
    void linksAreTheGuestsOwn() {
        fails(Errno.ENOENT, () -> world.read("/up"));
        fails(Errno.ENOENT, () -> world.read("/absolute"));
        fails(Errno.ENOENT, () -> world.read("/dir/f"));
        fails(Errno.ENOENT, () -> world.read("/../secret"));
        fails(Errno.ENOENT, () -> world.read("/d/../../secret"));
        world.write("/secret", "the guest's own");
        assertEquals("the guest's own", world.read("/up"));
        assertEquals("../secret", world.at("/up").inode().readlink());
    }

    /** Not through names that were never asked for either. */
    @Test
    void nothingIsFoundThroughADirectoryThatBecameALink() throws IOException {
        Files.createSymbolicLink(folder.resolve("d/link"), Path.of("inside"));
        world.stat("/d");
        HostNode link = (HostNode) base.root().lookup("d").lookup("link");
        Files.move(folder.resolve("d"), folder.resolve("away"));
        Files.createSymbolicLink(folder.resolve("d"), directory.resolve("outside"));
        Files.createSymbolicLink(directory.resolve("outside/link"), Path.of("outside"));
        fails(Errno.ESTALE, () -> world.stat("/d/f"));
        fails(Errno.ESTALE, () -> world.read("/d/f"));
        fails(Errno.ESTALE, link::readlink);
        fails(Errno.ESTALE, () -> base.root().lookup("d").list());
    }

    /** Closing it would free the locks that this process has in it. */
    @Test
    void theFileThatCarriesTheLockOfNamesIsNotThere() throws IOException {
        Files.writeString(folder.resolve("d/" + HostNamesFile.NAME), "x");
        fails(Errno.ENOENT, () -> world.read("/d/" + HostNamesFile.NAME));
        assertEquals(
                List.of("f"),
                base.root().lookup("d").list().stream()
                        .map(entry -> entry.name())
                        .toList());
        world.write("/d/" + HostNamesFile.NAME, "the guest's own");
        assertEquals("x", Files.readString(folder.resolve("d/" + HostNamesFile.NAME)));
    }

    @Test
    void aDirectoryThatBecameALinkLeadsNowhere() throws IOException {
        assertEquals("inside", world.read("/d/f"));
        world.stat("/d/f");
        base.channels().close(); // as if it had been so long ago that the file is no longer open
        Files.move(folder.resolve("d"), directory.resolve("away"));
        Files.createSymbolicLink(folder.resolve("d"), directory.resolve("outside"));
        ErrnoException e = assertThrows(ErrnoException.class, () -> world.read("/d/f"));
        assertTrue(e.errno() == Errno.ESTALE || e.errno() == Errno.EIO, e.toString());

        HostBase fresh = new HostBase(folder);
        HostNode d = (HostNode) fresh.root().lookup("d");
        assertTrue(d.stat().isSymlink());
        fresh.close();
    }

    @Test
    void aFileThatBecameALinkLeadsNowhere() throws IOException {
        HostBase fresh = new HostBase(folder);
        HostNode f = (HostNode) fresh.root().lookup("d").lookup("f");
        Files.delete(folder.resolve("d/f"));
        Files.createSymbolicLink(folder.resolve("d/f"), directory.resolve("secret"));
        assertThrows(ErrnoException.class, f::prepare);
        Files.delete(folder.resolve("d/f"));
        Files.createLink(folder.resolve("d/f"), directory.resolve("secret"));
        fails(Errno.ESTALE, f::prepare);
        fresh.close();
    }

    @Test
    void aDirectoryThatBecameALinkIsNotListed() throws IOException {
        HostBase fresh = new HostBase(folder);
        HostNode d = (HostNode) fresh.root().lookup("d");
        Files.move(folder.resolve("d"), directory.resolve("away"));
        Files.createSymbolicLink(folder.resolve("d"), directory.resolve("outside"));
        fails(Errno.ESTALE, d::list);
        fresh.close();
    }

    @Test
    @EnabledOnOs(OS.LINUX) // names of other hosts are text
    void namesAreBytes() throws IOException {
        String name = "caf\u00c3\u00a9 \u00ff\u0080";
        Path file = HostNames.resolve(folder, name);
        Files.writeString(file, "x");
        Files.createSymbolicLink(folder.resolve("l"), HostNames.link("d/\u00fe/x/"));
        HostBase fresh = new HostBase(folder);
        assertTrue(fresh.root().list().stream().anyMatch(entry -> entry.name().equals(name)));
        assertEquals(1, fresh.root().lookup(name).stat().size());
        assertEquals("d/\u00fe/x/", fresh.root().lookup("l").readlink());
        fresh.close();
    }

    @Test
    void hostErrorsHaveOneSentence() {
        HostException e = assertThrows(HostException.class, () -> new HostBase(directory.resolve("none")));
        assertTrue(e.getMessage().endsWith("cannot be read: it does not exist."), e.getMessage());
        e = assertThrows(HostException.class, () -> new HostBase(directory.resolve("secret")));
        assertTrue(e.getMessage().endsWith("is not a directory."), e.getMessage());
    }

    @Test
    void manyFilesStayReadable() throws IOException {
        for (int i = 0; i < 300; i++) {
            Files.writeString(folder.resolve("d/" + i), "" + i);
        }
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 300; i++) {
                assertEquals("" + i, world.read("/d/" + i));
            }
        }
    }
}

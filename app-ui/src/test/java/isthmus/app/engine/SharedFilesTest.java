package isthmus.app.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedFilesTest {
    @TempDir
    Path folder;

    private Path root;
    private Path work;

    @BeforeEach
    void folders() throws IOException {
        root = Files.createDirectories(folder.resolve("root"));
        work = Files.createDirectories(folder.resolve("work"));
        Files.createDirectories(root.resolve("mnt"));
        Files.createDirectories(root.resolve("dev"));
        Files.createDirectories(work.resolve("deep"));
    }

    private Optional<String> seen(Path file, Volume... volumes) throws IOException {
        RunOptions options = new RunOptions(
                root,
                Map.of(),
                "/",
                UserIds.ROOT,
                HostName.DEFAULT,
                List.of(volumes),
                OptionalLong.empty(),
                TerminalMode.AUTO,
                Trace.OFF,
                List.of("/x"));
        return new SharedFiles(options).guestPath(file);
    }

    @Test
    void inTheRootAndInSharedFolders() throws IOException {
        Volume mnt = new Volume(work, "/mnt/", true);
        assertEquals(Optional.of("/etc"), seen(root.resolve("etc"), mnt));
        assertEquals(Optional.of("/mnt/deep/a"), seen(work.resolve("deep/a"), mnt));
        assertEquals(Optional.of("/mnt"), seen(work, mnt));
        assertEquals(Optional.of("/"), seen(root));
        assertEquals(Optional.empty(), seen(folder.resolve("else"), mnt));
        assertEquals(Optional.of("/mnt/\u00c3\u00a4"), seen(work.resolve("ä"), mnt), "bytes");
    }

    @Test
    void whatIsMountedOverIsNotSeen() throws IOException {
        Volume mnt = new Volume(work, "/mnt", true);
        assertEquals(Optional.of("/mnt/a"), seen(root.resolve("mnt/a")));
        assertEquals(Optional.empty(), seen(root.resolve("mnt/a"), mnt));
        assertEquals(Optional.empty(), seen(root.resolve("dev/a")));
        Volume deep = new Volume(work.resolve("deep"), "/deep", true);
        assertEquals(Optional.of("/deep/a"), seen(work.resolve("deep/a"), mnt, deep));
        assertEquals(Optional.of("/mnt/deep/a"), seen(work.resolve("deep/a"), deep, mnt));
        assertEquals(Optional.of("/mnt/a"), seen(folder.resolve("root/a"), mnt, new Volume(root, "/mnt", true)));
    }

    @Test
    void byWayOfALinkToTheFolder() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), work);
        assertEquals(Optional.of("/mnt/a"), seen(link.resolve("a"), new Volume(work, "/mnt", true)));
        assertEquals(Optional.of("/mnt/a"), seen(work.resolve("a"), new Volume(link, "/mnt", true)));
    }

    @Test
    void asAShellReadsThem() {
        assertEquals("/a '/b c' '/it'\\''s'", SharedFiles.quoted(List.of("/a", "/b c", "/it's")));
    }
}

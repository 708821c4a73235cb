package isthmus.app.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A root file system in a folder, with links; as an archive where the host lets nobody make links. */
final class TestRoot {
    private final Path folder;
    private final Map<String, String> links = new TreeMap<>();
    private boolean hostHasLinks = true;

    TestRoot(Path folder) {
        this.folder = folder;
    }

    /**
     * @param name without a slash
     * @param target as the guest reads it
     */
    void link(String name, String target) throws IOException {
        links.put(name, target);
        try {
            Files.createSymbolicLink(folder.resolve(name), Path.of(target));
        } catch (FileSystemException e) {
            hostHasLinks = false; // Windows: not without a privilege
        }
        // Wine: said to be done, and not done.
        hostHasLinks &= Files.isSymbolicLink(folder.resolve(name));
    }

    /** The folder, or an archive of what is in it now, in which everybody may execute every file. */
    Path path() {
        try {
            return hostHasLinks ? folder : archive();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path archive() throws IOException {
        TestTar tar = new TestTar();
        links.forEach(tar::link);
        for (Path file : files()) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            if (Files.isDirectory(file)) {
                tar.directory(name + "/");
            } else {
                tar.file(name, 0755, Files.readAllBytes(file));
            }
        }
        Path archive = Files.createTempFile("isthmus-test", ".tar");
        archive.toFile().deleteOnExit();
        return Files.write(archive, tar.bytes());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder)).sorted().toList();
        }
    }
}

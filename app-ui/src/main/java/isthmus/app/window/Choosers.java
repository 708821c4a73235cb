package isthmus.app.window;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/** The host's dialogs for files. They begin where the last one ended. */
public final class Choosers {
    private static final String KEY = "chooser.folder";

    private final Window owner;
    private final Settings settings;

    public Choosers(Window owner, Settings settings) {
        this.owner = owner;
        this.settings = settings;
    }

    public Optional<Path> folder(String title) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(title);
        chooser.setInitialDirectory(begin());
        return remember(chooser.showDialog(owner));
    }

    public Optional<Path> archive(String title) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.setInitialDirectory(begin());
        List<String> archives =
                List.of("*.tar", "*.tar.gz", "*.tgz", "*.tar.xz", "*.txz", "*.tar.zst", "*.tzst", "*.wsl");
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter(Strings.of("chooser.archives"), archives),
                        new FileChooser.ExtensionFilter(Strings.of("chooser.all"), "*"));
        return remember(chooser.showOpenDialog(owner));
    }

    public Optional<Path> save(String title, String name) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.setInitialDirectory(begin());
        chooser.setInitialFileName(name);
        return remember(chooser.showSaveDialog(owner));
    }

    private File begin() {
        Path folder = Path.of(settings.get(KEY, System.getProperty("user.home")));
        return Files.isDirectory(folder) ? folder.toFile() : null;
    }

    private Optional<Path> remember(File chosen) {
        if (chosen == null) {
            return Optional.empty();
        }
        Path path = chosen.toPath();
        Path folder = Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
        settings.put(KEY, folder.toString());
        return Optional.of(path);
    }
}

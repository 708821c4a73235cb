package isthmus.app.window;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.stage.FileChooser;

/** Dialogs for files. They begin where the last one ended. */
public final class Choosers {
    private static final String KEY = "chooser.folder";

    private final FileDialogs dialogs;
    private final Settings settings;

    Choosers(FileDialogs dialogs, Settings settings) {
        this.dialogs = dialogs;
        this.settings = settings;
    }

    public Optional<Path> folder(String title) {
        return remember(dialogs.folder(title, begin()));
    }

    public Optional<Path> archive(String title) {
        List<String> archives =
                List.of("*.tar", "*.tar.gz", "*.tgz", "*.tar.xz", "*.txz", "*.tar.zst", "*.tzst", "*.wsl");
        List<FileChooser.ExtensionFilter> filters = List.of(
                new FileChooser.ExtensionFilter(Strings.of("chooser.archives"), archives),
                new FileChooser.ExtensionFilter(Strings.of("chooser.all"), "*"));
        return remember(dialogs.open(title, begin(), filters));
    }

    /** Where to write a file. */
    public Optional<Path> save(String title, String name) {
        return remember(dialogs.save(title, begin(), name));
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

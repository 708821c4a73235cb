package isthmus.app.window;

import java.io.File;
import java.util.List;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/** Asks for a file or folder; each method returns null if the person chose none. */
interface FileDialogs {
    /** @param begin a folder, or null */
    File folder(String title, File begin);

    File open(String title, File begin, List<FileChooser.ExtensionFilter> filters);

    File save(String title, File begin, String name);

    /** The host's own. */
    static FileDialogs ofHost(Window owner) {
        return new FileDialogs() {
            @Override
            public File folder(String title, File begin) {
                DirectoryChooser chooser = new DirectoryChooser();
                chooser.setTitle(title);
                chooser.setInitialDirectory(begin);
                return chooser.showDialog(owner);
            }

            @Override
            public File open(String title, File begin, List<FileChooser.ExtensionFilter> filters) {
                FileChooser chooser = new FileChooser();
                chooser.setTitle(title);
                chooser.setInitialDirectory(begin);
                chooser.getExtensionFilters().addAll(filters);
                return chooser.showOpenDialog(owner);
            }

            @Override
            public File save(String title, File begin, String name) {
                FileChooser chooser = new FileChooser();
                chooser.setTitle(title);
                chooser.setInitialDirectory(begin);
                chooser.setInitialFileName(name);
                return chooser.showSaveDialog(owner);
            }
        };
    }
}

package isthmus.app.window.start;

import isthmus.app.window.Styles;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;

/** Takes one file or folder that is dropped. */
final class RootDrop {
    private RootDrop() {}

    static void accept(Node target, Consumer<Path> dropped) {
        target.addEventHandler(DragEvent.DRAG_OVER, event -> {
            if (isOne(event)) {
                event.acceptTransferModes(TransferMode.COPY, TransferMode.LINK);
                event.consume();
            }
        });
        target.addEventHandler(
                DragEvent.DRAG_ENTERED, event -> target.pseudoClassStateChanged(Styles.DROP, isOne(event)));
        target.addEventHandler(DragEvent.DRAG_EXITED, event -> target.pseudoClassStateChanged(Styles.DROP, false));
        target.addEventHandler(DragEvent.DRAG_DROPPED, event -> {
            List<File> files = event.getDragboard().getFiles();
            event.setDropCompleted(files.size() == 1);
            event.consume();
            if (files.size() == 1) {
                dropped.accept(files.getFirst().toPath());
            }
        });
    }

    private static boolean isOne(DragEvent event) {
        return event.getDragboard().hasFiles()
                && event.getDragboard().getFiles().size() == 1;
    }
}

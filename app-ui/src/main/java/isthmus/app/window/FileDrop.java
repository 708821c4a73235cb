package isthmus.app.window;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import javafx.scene.Node;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;

/** Takes files and folders that are dropped on a node; while they are over it, it has the pseudo-class {@link Styles#DROP}. */
public final class FileDrop {
    private FileDrop() {}

    /** @param wanted whether so many are taken now; never asked for none */
    public static void accept(Node target, IntPredicate wanted, Consumer<List<Path>> dropped) {
        target.addEventHandler(DragEvent.DRAG_OVER, event -> {
            if (isWanted(event, wanted)) {
                event.acceptTransferModes(TransferMode.COPY, TransferMode.LINK);
                event.consume();
            }
        });
        target.addEventHandler(
                DragEvent.DRAG_ENTERED, event -> target.pseudoClassStateChanged(Styles.DROP, isWanted(event, wanted)));
        target.addEventHandler(DragEvent.DRAG_EXITED, event -> target.pseudoClassStateChanged(Styles.DROP, false));
        target.addEventHandler(DragEvent.DRAG_DROPPED, event -> {
            boolean takes = isWanted(event, wanted);
            List<Path> paths = takes
                    ? event.getDragboard().getFiles().stream().map(File::toPath).toList()
                    : List.of();
            event.setDropCompleted(takes);
            event.consume();
            if (takes) {
                dropped.accept(paths);
            }
        });
    }

    private static boolean isWanted(DragEvent event, IntPredicate wanted) {
        return event.getDragboard().hasFiles()
                && !event.getDragboard().getFiles().isEmpty()
                && wanted.test(event.getDragboard().getFiles().size());
    }
}

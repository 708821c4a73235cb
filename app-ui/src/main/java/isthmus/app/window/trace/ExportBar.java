package isthmus.app.window.trace;

import isthmus.app.record.TraceFormat;
import isthmus.app.window.Background;
import isthmus.app.window.Strings;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The menu of exports, and how the one that is being written gets on. */
final class ExportBar {
    private final TraceModel model;
    private final Background background;
    private final Function<TraceFormat, Optional<Path>> chooser;
    private final MenuButton menu = new MenuButton(Strings.of("trace.export"), new FontIcon(Feather.DOWNLOAD));
    private final ProgressBar progress = new ProgressBar();
    private final Label text = new Label();
    private final Button cancel = new Button(Strings.of("cancel"));
    private final HBox node = new HBox(text, progress, cancel);
    private ExportTask task;

    /** @param chooser asks where to */
    ExportBar(TraceModel model, Background background, Function<TraceFormat, Optional<Path>> chooser) {
        this.model = model;
        this.background = background;
        this.chooser = chooser;
        menu.setId("trace-export");
        for (TraceFormat format : TraceFormat.values()) {
            MenuItem item = new MenuItem(Strings.of(key(format)));
            item.setId(key(format).replace('.', '-'));
            item.setOnAction(event -> export(format));
            menu.getItems().add(item);
        }
        text.setId("trace-export-text");
        text.setWrapText(true);
        progress.setAccessibleText(Strings.of("trace.export"));
        cancel.setId("trace-export-cancel");
        cancel.setOnAction(event -> cancel());
        node.getStyleClass().add("trace-export-bar");
        quiet();
    }

    static String key(TraceFormat format) {
        return "trace.export." + format.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    MenuButton menu() {
        return menu;
    }

    /** What is being written; not there at other times. */
    Node node() {
        return node;
    }

    /** Asks where to, and writes the rows that are shown. */
    void export(TraceFormat format) {
        if (task == null) {
            chooser.apply(format).ifPresent(target -> begin(format, target));
        }
    }

    private void begin(TraceFormat format, Path target) {
        task = new ExportTask(model.store(), model.index(), format, target);
        progress.progressProperty().bind(task.progressProperty());
        text.setText(Strings.of("trace.export.writing", target.getFileName()));
        task.setOnSucceeded(event -> ended(Strings.of("trace.export.written", target)));
        task.setOnCancelled(event -> ended(Strings.of("trace.export.cancelled")));
        task.setOnFailed(event -> failed(target, event.getSource().getException()));
        set(true, true);
        background.run(task);
    }

    private void failed(Path target, Throwable error) {
        ended(Strings.of("trace.export.failed", target, why(error)));
    }

    /** The messages of files' exceptions are but paths. */
    static String why(Throwable error) {
        return switch (error) {
            case AccessDeniedException denied -> Strings.of("trace.export.denied");
            case NoSuchFileException missing -> Strings.of("trace.export.no-folder");
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> error.getMessage() == null ? error.toString() : error.getMessage();
        };
    }

    private void ended(String said) {
        progress.progressProperty().unbind();
        task = null;
        text.setText(said);
        set(true, false);
    }

    private void quiet() {
        set(false, false);
    }

    private void set(boolean visible, boolean writing) {
        node.setVisible(visible);
        node.setManaged(visible);
        progress.setVisible(writing);
        progress.setManaged(writing);
        cancel.setText(Strings.of(writing ? "cancel" : "close"));
        menu.setDisable(writing);
    }

    private void cancel() {
        if (task == null) {
            quiet();
        } else {
            task.cancel();
        }
    }

    void close() {
        if (task != null) {
            task.cancel();
        }
    }
}

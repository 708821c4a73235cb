package isthmus.app.window.console;

import isthmus.app.engine.GuestText;
import isthmus.app.engine.RunOptions;
import isthmus.app.engine.SharedFiles;
import isthmus.app.window.FileDrop;
import isthmus.app.window.Session;
import isthmus.app.window.Strings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.scene.Node;

/** What happens to files that are dropped on a console: their paths are typed, as its programs see them. */
final class ConsoleDrop {
    private final RunOptions options;
    private final Consumer<String> paste;
    private final Consumer<String> say;

    /**
     * @param paste takes what is to be typed
     * @param say takes a sentence for the person; both are called on the JavaFX thread
     */
    ConsoleDrop(RunOptions options, Consumer<String> paste, Consumer<String> say) {
        this.options = options;
        this.paste = paste;
        this.say = say;
    }

    /** As long as the program runs. */
    void accept(Node target, Session session) {
        FileDrop.accept(target, count -> session.isAlive(), this::dropped);
    }

    private void dropped(List<Path> files) {
        Thread.ofPlatform().daemon().name("isthmus-drop").start(() -> {
            Runnable answer = answer(files);
            Platform.runLater(answer);
        });
    }

    /** Looks where the files are; all are typed, or none. */
    Runnable answer(List<Path> files) {
        try {
            SharedFiles shared = new SharedFiles(options);
            List<String> paths = new ArrayList<>();
            for (Path file : files) {
                Optional<String> path = shared.guestPath(file);
                if (path.isEmpty()) {
                    String sentence = Strings.of("console.drop.unseen", file, file.getParent());
                    return () -> say.accept(sentence);
                }
                paths.add(path.get());
            }
            String text = SharedFiles.quoted(paths) + " ";
            return () -> paste.accept(text);
        } catch (IOException e) {
            String sentence = Strings.of("console.drop.failed", GuestText.show(String.valueOf(e.getMessage())));
            return () -> say.accept(sentence);
        }
    }
}

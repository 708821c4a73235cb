package isthmus.app.window.console;

import isthmus.app.window.WindowAction;
import java.util.List;
import org.kordamp.ikonli.feather.Feather;

/** What can be done in a console. */
final class ViewActions {
    private final TerminalView view;

    ViewActions(TerminalView view) {
        this.view = view;
    }

    List<WindowAction> all() {
        return List.of(
                WindowAction.of(
                        "copy",
                        "Ctrl+Shift+C",
                        Feather.COPY,
                        () -> view.clipboard().copy()),
                WindowAction.of(
                        "paste",
                        "Ctrl+Shift+V",
                        Feather.CLIPBOARD,
                        () -> view.clipboard().paste()),
                WindowAction.of("select-all", "Ctrl+Shift+A", null, this::selectAll),
                WindowAction.of(
                        "find",
                        "Ctrl+Shift+F",
                        Feather.SEARCH,
                        () -> view.parts().openFind()),
                WindowAction.of("zoom-in", "Ctrl+EQUALS", Feather.ZOOM_IN, () -> view.zoom(1)),
                WindowAction.of("zoom-out", "Ctrl+MINUS", Feather.ZOOM_OUT, () -> view.zoom(-1)),
                WindowAction.of("zoom-reset", "Ctrl+0", null, this::zoomReset),
                WindowAction.of("previous-prompt", "Ctrl+Shift+UP", null, () -> prompt(true)),
                WindowAction.of("next-prompt", "Ctrl+Shift+DOWN", null, () -> prompt(false)),
                WindowAction.of("clear-scrollback", "Ctrl+Shift+L", null, this::clearScrollback),
                WindowAction.of("reset-terminal", null, null, this::reset));
    }

    private void selectAll() {
        view.terminal().selection().all();
        view.presenter().request();
    }

    private void zoomReset() {
        view.fontSizeProperty().set(ConsoleToolkit.DEFAULT_FONT_SIZE);
    }

    private void clearScrollback() {
        view.terminal().clearScrollback();
        view.follow();
    }

    /** Guest output may be coming in: off this thread, as it takes turns with that. */
    private void reset() {
        Thread.ofPlatform().daemon().name("isthmus-reset").start(view.terminal()::reset);
    }

    private void prompt(boolean up) {
        long top = view.screen().shot().top();
        long line = up ? view.terminal().promptBefore(top) : view.terminal().promptAfter(top);
        if (line >= 0) {
            view.scrollTo(line);
        }
    }
}

package isthmus.app.window;

import isthmus.app.window.Themes.Choice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import org.kordamp.ikonli.feather.Feather;

/** What can be done anywhere in the window, and the menus of it. */
final class WindowActions {
    private final Actions actions;
    private final WindowMenu menu = new WindowMenu();

    WindowActions(Actions actions) {
        this.actions = actions;
    }

    WindowMenu menu() {
        return menu;
    }

    /**
     * @param start what begins something
     * @param session what can be done with the run in front
     */
    void fill(
            List<WindowAction> start,
            List<WindowAction> session,
            Workspace workspace,
            Windows windows,
            Themes themes,
            Sidebar sidebar,
            Runnable hostCheck,
            Runnable quit) {
        BooleanBinding closable = Bindings.createBooleanBinding(
                () -> workspace.currentProperty().get() != null
                        && !(workspace.currentProperty().get() instanceof Place.Start),
                workspace.currentProperty());
        WindowAction close = WindowAction.of(
                "close-tab",
                "Ctrl+Shift+W",
                Feather.X,
                closable,
                () -> workspace.close(workspace.currentProperty().get()));
        WindowAction leave = WindowAction.of("quit", "Ctrl+Shift+Q", Feather.LOG_OUT, quit);
        WindowAction palette =
                WindowAction.of("palette", "Ctrl+Shift+P", Feather.COMMAND, () -> Palette.open(actions, windows));
        List<WindowAction> go = List.of(
                WindowAction.of("go-start", "Ctrl+Shift+H", Feather.HOME, () -> workspace.show(new Place.Start())),
                WindowAction.of("go-sidebar", "Ctrl+Shift+E", Feather.SIDEBAR, sidebar::focus),
                WindowAction.of("go-menu", "Ctrl+Shift+M", Feather.MENU, menu::open),
                WindowAction.of("next-tab", "Ctrl+Page_Down", Feather.CHEVRON_RIGHT, () -> workspace.step(1)),
                WindowAction.of("previous-tab", "Ctrl+Page_Up", Feather.CHEVRON_LEFT, () -> workspace.step(-1)));
        List<WindowAction> looks = List.of(
                theme(themes, "theme-system", Choice.SYSTEM),
                theme(themes, "theme-light", Choice.LIGHT),
                theme(themes, "theme-dark", Choice.DARK));
        WindowAction keys =
                WindowAction.of("keys", "Ctrl+Shift+K", Feather.HELP_CIRCLE, () -> KeyboardHelp.open(actions, windows));
        WindowAction host = WindowAction.of("host-check", null, Feather.CPU, hostCheck);
        add(start, session, List.of(close), go, looks, List.of(palette, keys, host, leave));
        menu.add("file", join(start, line(), List.of(close, leave)));
        menu.add("run", session);
        menu.addPage(workspace);
        menu.add("view", join(List.of(palette), line(), go, line(), looks));
        menu.add("help", List.of(keys, host));
    }

    private static WindowAction theme(Themes themes, String id, Choice choice) {
        return WindowAction.of(
                id, null, icon(choice), () -> themes.choiceProperty().set(choice));
    }

    private static Feather icon(Choice choice) {
        return switch (choice) {
            case SYSTEM -> Feather.MONITOR;
            case LIGHT -> Feather.SUN;
            case DARK -> Feather.MOON;
        };
    }

    @SafeVarargs
    private void add(List<WindowAction>... groups) {
        for (List<WindowAction> group : groups) {
            group.forEach(actions::add);
        }
    }

    @SafeVarargs
    private static List<WindowAction> join(List<WindowAction>... groups) {
        List<WindowAction> all = new ArrayList<>();
        for (List<WindowAction> group : groups) {
            all.addAll(group);
        }
        return all;
    }

    private static List<WindowAction> line() {
        return Collections.singletonList(null);
    }
}

package isthmus.app.window;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.kordamp.ikonli.javafx.FontIcon;

/** The menu bar, made of actions. */
final class WindowMenu {
    private final MenuBar bar = new MenuBar();

    /** One menu: its label is the string {@code menu.ID}; a null in the list is a line; the actions are those of the window, as long as it lives. */
    void add(String id, List<WindowAction> actions) {
        Menu menu = new Menu(Strings.of("menu." + id));
        for (WindowAction action : actions) {
            if (action == null) {
                menu.getItems().add(new SeparatorMenuItem());
                continue;
            }
            MenuItem item = item(action);
            action.enabled().addListener((property, old, now) -> item.setDisable(!now));
            menu.getItems().add(item);
        }
        bar.getMenus().add(menu);
    }

    /** A menu of what the page in front can do, made anew whenever it opens. */
    void addPage(Workspace workspace) {
        Menu menu = new Menu(Strings.of("menu.page"));
        MenuItem nothing = new MenuItem(Strings.of("menu.page.nothing"));
        nothing.setDisable(true);
        menu.getItems().add(nothing); // a menu without items does not open
        menu.setOnShowing(event -> {
            List<WindowAction> actions = workspace.page().map(Page::actions).orElse(List.of());
            menu.getItems()
                    .setAll(
                            actions.isEmpty()
                                    ? List.of(nothing)
                                    : actions.stream().map(WindowMenu::item).toList());
        });
        bar.getMenus().add(menu);
    }

    /** As F10 does where that key does not belong to a program. */
    void open() {
        bar.getMenus().getFirst().show();
    }

    Node node() {
        return bar;
    }

    private static MenuItem item(WindowAction action) {
        MenuItem item = new MenuItem(action.label());
        item.setId("menu-" + action.id());
        item.setAccelerator(action.keys()); // to be seen; Actions acts on it
        if (action.icon() != null) {
            item.setGraphic(new FontIcon(action.icon()));
        }
        item.setDisable(!action.enabled().get());
        item.setOnAction(event -> action.fire());
        return item;
    }
}

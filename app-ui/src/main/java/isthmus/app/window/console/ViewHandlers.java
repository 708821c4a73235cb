package isthmus.app.window.console;

import isthmus.app.terminal.MouseEncoder;
import isthmus.app.terminal.Terminal;
import isthmus.app.terminal.TerminalSnapshot;
import isthmus.app.window.WindowAction;
import java.util.List;
import javafx.geometry.Point2D;
import javafx.scene.Cursor;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.InputMethodEvent;
import javafx.scene.input.InputMethodRequests;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;

/** Connects a terminal view with keyboard, mouse and input method. */
final class ViewHandlers implements ViewMouse.Target, InputMethodRequests {
    private static final List<String> MENU =
            List.of("copy", "paste", "select-all", "find", "clear-scrollback", "reset-terminal");

    private final TerminalView view;
    private final ViewKeys keys;
    private final ViewMouse mouse = new ViewMouse(this);
    private ContextMenu menu;
    private String hovered;
    private boolean armedNow;

    ViewHandlers(TerminalView view) {
        this.view = view;
        this.keys = new ViewKeys(view.terminal()::modes);
    }

    void install() {
        view.setOnKeyPressed(this::pressed);
        view.setOnKeyTyped(this::typed);
        view.setOnMousePressed(this::mousePressed);
        view.setOnMouseDragged(mouse::dragged);
        view.setOnMouseReleased(mouse::released);
        view.setOnMouseMoved(mouse::moved);
        view.setOnMouseExited(event -> hover(null, false));
        view.addEventHandler(ScrollEvent.SCROLL, this::wheel);
        view.setOnContextMenuRequested(this::menu);
        view.setInputMethodRequests(this);
        view.setOnInputMethodTextChanged(this::composed);
        view.focusedProperty()
                .addListener((property, old, now) ->
                        view.type(MouseEncoder.focus(now, view.terminal().modes())));
        view.setCursor(Cursor.TEXT);
    }

    boolean take(KeyEvent event) {
        if (event.getEventType() == KeyEvent.KEY_PRESSED) {
            pressed(event);
        } else {
            typed(event);
        }
        return true;
    }

    private void pressed(KeyEvent event) {
        if (event.getTarget() != view || event.getCode().isModifierKey()) {
            return;
        }
        event.consume();
        if (shortcut(event)) {
            keys.taken();
            return;
        }
        byte[] bytes = keys.pressed(event);
        if (bytes != null) {
            view.typed(bytes);
        }
    }

    private boolean shortcut(KeyEvent event) {
        for (WindowAction action : view.actions()) {
            if (action.keys() != null && action.keys().match(event)) {
                action.fire();
                return true;
            }
        }
        boolean shift = event.isShiftDown();
        boolean control = event.isControlDown();
        if (event.isAltDown() || shift == control) {
            return false;
        }
        return control ? controlKey(event.getCode()) : shiftKey(event.getCode());
    }

    private boolean controlKey(KeyCode code) {
        switch (code) {
            case INSERT -> view.clipboard().copy();
            case PLUS, ADD -> view.zoom(1);
            case SUBTRACT -> view.zoom(-1);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean shiftKey(KeyCode code) {
        int page = Math.max(1, view.screen().shot().rows() - 1);
        switch (code) {
            case INSERT -> view.clipboard().paste();
            case PAGE_UP -> view.scrollBy(-page);
            case PAGE_DOWN -> view.scrollBy(page);
            case HOME -> view.scrollTo(view.screen().shot().firstLine());
            case END -> view.follow();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void typed(KeyEvent event) {
        if (event.getTarget() != view) {
            return;
        }
        byte[] bytes = keys.typed(event);
        event.consume();
        if (bytes != null) {
            view.typed(bytes);
        }
    }

    private void mousePressed(MouseEvent event) {
        if (menu != null) {
            menu.hide();
        }
        view.requestFocus();
        event.consume(); // A pane of tabs around would take the focus.
        mouse.pressed(event);
    }

    private void wheel(ScrollEvent event) {
        if (event.isControlDown() && event.getDeltaY() != 0) {
            view.zoom(event.getDeltaY() > 0 ? 1 : -1);
        } else {
            mouse.scrolled(event);
        }
        event.consume();
    }

    private void menu(ContextMenuEvent event) {
        event.consume();
        boolean guests = MouseEncoder.wants(view.terminal().modes()) && !event.isKeyboardTrigger();
        if (guests) {
            return;
        }
        if (menu == null) {
            menu = new ContextMenu();
            for (WindowAction action : view.actions()) {
                if (MENU.contains(action.id())) {
                    MenuItem item = new MenuItem(action.plainLabel());
                    item.setAccelerator(action.keys());
                    item.setOnAction(chosen -> action.fire());
                    menu.getItems().add(item);
                }
            }
            menu.getItems().add(3, new SeparatorMenuItem());
        }
        menu.show(view, event.getScreenX(), event.getScreenY());
    }

    // --- input methods ---------------------------------------------------------------------------------------------

    private void composed(InputMethodEvent event) {
        StringBuilder text = new StringBuilder();
        event.getComposed().forEach(run -> text.append(run.getText()));
        view.parts().showComposed(text.toString());
        if (!event.getCommitted().isEmpty()) {
            view.typed(ViewClipboard.utf8(event.getCommitted()));
        }
        event.consume();
    }

    @Override
    public Point2D getTextLocation(int offset) {
        TerminalSnapshot shot = view.screen().shot();
        double x = view.parts().x(shot.cursorColumn());
        double y = view.parts().y(Math.max(0, shot.cursorRow()) + 1);
        return view.localToScreen(x, y);
    }

    @Override
    public int getLocationOffset(int x, int y) {
        return 0;
    }

    @Override
    public void cancelLatestCommittedText() {}

    @Override
    public String getSelectedText() {
        return "";
    }

    // --- the mouse -------------------------------------------------------------------------------------------------

    @Override
    public Terminal terminal() {
        return view.terminal();
    }

    @Override
    public TerminalScreen screen() {
        return view.screen();
    }

    @Override
    public double column(double x) {
        return view.column(x);
    }

    @Override
    public double row(double y) {
        return view.row(y);
    }

    @Override
    public void type(byte[] bytes) {
        view.type(bytes);
    }

    @Override
    public void scrollBy(long rows) {
        view.scrollBy(rows);
    }

    @Override
    public void selectionChanged() {
        view.presenter().request();
    }

    @Override
    public void selectionMade() {
        view.clipboard().selected();
    }

    @Override
    public void middleClick() {
        view.clipboard().pastePrimary();
    }

    @Override
    public void hover(Presenter.LinkSpan link, boolean armed) {
        String target = link != null && (armed || link.guest() != null) ? link.target() : null;
        if (target == null ? hovered == null : target.equals(hovered) && armed == armedNow) {
            return;
        }
        hovered = target;
        armedNow = armed;
        view.parts().showTarget(target);
        view.presenter().setLink(armed ? link : null);
        view.setCursor(armed ? Cursor.HAND : Cursor.TEXT);
    }

    @Override
    public void open(Presenter.LinkSpan link) {
        view.open(link.target());
    }

    @Override
    public ConsoleToolkit toolkit() {
        return view.toolkit();
    }
}

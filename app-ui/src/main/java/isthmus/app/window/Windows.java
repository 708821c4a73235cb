package isthmus.app.window;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * The one opener of what lies above the frame: dialogs and the palette. While one is open the frame gets no mouse and no
 * focus; Escape closes the uppermost, and the focus goes back to where it was.
 */
public final class Windows {
    private record Layer(Node node, Node focusBefore, Runnable cancelled) {}

    private final StackPane root = new StackPane();
    private final Deque<Layer> layers = new ArrayDeque<>();
    private final ReadOnlyBooleanWrapper open = new ReadOnlyBooleanWrapper();
    private final ChangeListener<Node> keepFocus = (property, old, now) -> keepFocus(old, now);

    Windows() {
        root.getStyleClass().add("windows");
        Region ground = new Region();
        ground.getStyleClass().add("ground");
        root.getChildren().add(ground);
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::escape);
        root.sceneProperty().addListener((property, old, scene) -> {
            if (scene != null) {
                scene.focusOwnerProperty().addListener(keepFocus);
            }
        });
    }

    /** What lies below all but the ground. Called once. */
    void setFrame(Node frame) {
        root.getChildren().add(1, frame);
    }

    Parent root() {
        return root;
    }

    /** Whether something is open, so that the frame's own keys must rest. */
    public ReadOnlyBooleanProperty openProperty() {
        return open.getReadOnlyProperty();
    }

    /**
     * Opens a dialog in the middle.
     *
     * @param focus what has the focus at first
     * @param cancelled called when Escape closes it
     */
    public void open(Region dialog, Node focus, Runnable cancelled) {
        open(dialog, focus, Pos.CENTER, cancelled);
    }

    /** Opens something at a position. */
    public void open(Region dialog, Node focus, Pos position, Runnable cancelled) {
        dialog.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        Scrim scrim = new Scrim(dialog);
        StackPane.setAlignment(dialog, position);
        Node before = root.getScene() == null ? null : root.getScene().getFocusOwner();
        layers.push(new Layer(scrim, before, cancelled));
        root.getChildren().add(scrim);
        open.set(true);
        root.applyCss();
        root.layout();
        focus.requestFocus();
    }

    /** Closes the uppermost. */
    public void close() {
        Layer layer = layers.pop();
        root.getChildren().remove(layer.node());
        open.set(!layers.isEmpty());
        if (layer.focusBefore() != null) {
            layer.focusBefore().requestFocus();
        }
    }

    /** Whether the uppermost is a question. */
    boolean isAsking() {
        return !layers.isEmpty() && layers.peek().node().lookup(".question") != null;
    }

    /** Asks, and does it if the answer is yes. The safe answer has the focus. */
    public void ask(Question question, Runnable yes) {
        Button doIt = new Button(question.yes());
        doIt.setId("question-yes");
        doIt.getStyleClass().add("danger");
        doIt.setOnAction(event -> {
            close();
            yes.run();
        });
        Button cancel = new Button(Strings.of("cancel"));
        cancel.setId("question-cancel");
        cancel.setOnAction(event -> close());
        cancel.setCancelButton(true);
        ButtonBar.setButtonData(doIt, ButtonData.OK_DONE);
        ButtonBar.setButtonData(cancel, ButtonData.CANCEL_CLOSE);
        ButtonBar buttons = new ButtonBar();
        buttons.getButtons().addAll(doIt, cancel);
        VBox card = card(question.title(), question.text(), buttons);
        card.getStyleClass().add("question");
        open(card, cancel, () -> {});
    }

    /** Says something that a person must have seen. */
    public void tell(String title, String text) {
        Button close = closeButton();
        VBox card = card(title, text, bar(close));
        card.setId("told");
        open(card, close, () -> {});
    }

    /** The button of a dialog that only says something. */
    Button closeButton() {
        Button close = new Button(Strings.of("close"));
        close.setId("dialog-close");
        close.setDefaultButton(true);
        close.setOnAction(event -> close());
        return close;
    }

    /** Lays out a button as the host has it. */
    static ButtonBar bar(Button close) {
        ButtonBar.setButtonData(close, ButtonData.OK_DONE);
        ButtonBar bar = new ButtonBar();
        bar.getButtons().add(close);
        return bar;
    }

    private static VBox card(String title, String text, ButtonBar buttons) {
        Label heading = new Label(title);
        heading.setWrapText(true);
        heading.getStyleClass().add("dialog-title");
        Label words = new Label(text);
        words.setWrapText(true);
        VBox card = new VBox(heading, words, buttons);
        card.getStyleClass().addAll("dialog-card", "message");
        card.setAccessibleText(title + " " + text);
        return card;
    }

    private void escape(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE && !layers.isEmpty() && !hasPopup(event)) {
            event.consume();
            Runnable cancelled = layers.peek().cancelled();
            close();
            cancelled.run();
        }
    }

    /** A list of proposals takes its Escape itself. */
    private static boolean hasPopup(KeyEvent event) {
        return event.getTarget() instanceof Node node
                && node.getPseudoClassStates().contains(Styles.PROPOSING);
    }

    /** Tab and the like do not leave the uppermost. */
    private void keepFocus(Node old, Node now) {
        Layer layer = layers.peek();
        if (layer == null || now == null || isIn(now, layer.node())) {
            return;
        }
        if (old != null && isIn(old, layer.node())) {
            old.requestFocus();
        }
    }

    private static boolean isIn(Node node, Node ancestor) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at == ancestor) {
                return true;
            }
        }
        return false;
    }
}

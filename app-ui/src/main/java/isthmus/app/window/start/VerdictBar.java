package isthmus.app.window.start;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What the check before the start said, below the form. */
final class VerdictBar extends HBox {
    private final FontIcon icon = new FontIcon();
    private final Label title = new Label();
    private final Label remedy = new Label();

    VerdictBar(RunDialogModel model) {
        setId("verdict");
        getStyleClass().add("verdict");
        title.setWrapText(true);
        title.getStyleClass().add("verdict-title");
        remedy.setWrapText(true);
        getChildren().addAll(icon, new VBox(title, remedy));
        model.verdictProperty().subscribe(this::show);
    }

    private void show(Verdict verdict) {
        boolean known = verdict.kind() != Verdict.Kind.UNKNOWN;
        setVisible(known);
        if (!known) {
            return;
        }
        title.setText(verdict.title());
        remedy.setText(verdict.remedy());
        remedy.setManaged(!verdict.remedy().isEmpty());
        setAccessibleText(verdict.title() + " " + verdict.remedy());
        icon.getStyleClass().removeAll("verdict-ok", "verdict-slower", "verdict-missing");
        switch (verdict.kind()) {
            case GOOD -> look(Feather.CHECK_CIRCLE, "verdict-ok");
            case DOUBTFUL -> look(Feather.ALERT_CIRCLE, "verdict-slower");
            default -> look(Feather.ALERT_TRIANGLE, "verdict-missing");
        }
    }

    private void look(Feather code, String style) {
        icon.setIconCode(code);
        icon.getStyleClass().add(style);
    }
}

package isthmus.app.window.start;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What the check before the start said, below the form. Its place is kept while there is nothing to say. */
final class FindingBar extends HBox {
    private final FontIcon icon = new FontIcon();
    private final Label title = new Label();
    private final Label remedy = new Label();

    FindingBar(RunDialogModel model) {
        setId("finding");
        getStyleClass().add("verdict");
        title.setWrapText(true);
        title.getStyleClass().add("verdict-title");
        remedy.setWrapText(true);
        getChildren().addAll(icon, new VBox(title, remedy));
        model.findingProperty().subscribe(this::show);
    }

    private void show(Finding finding) {
        boolean known = finding.kind() != Finding.Kind.UNKNOWN;
        setVisible(known);
        if (!known) {
            return;
        }
        title.setText(finding.title());
        remedy.setText(finding.remedy());
        remedy.setManaged(!finding.remedy().isEmpty());
        setAccessibleText(finding.title() + " " + finding.remedy());
        icon.getStyleClass().removeAll("verdict-ok", "verdict-slower", "verdict-missing");
        switch (finding.kind()) {
            case GOOD -> look(Feather.CHECK_CIRCLE, "verdict-ok");
            case BAD -> look(Feather.ALERT_TRIANGLE, "verdict-missing");
            default -> look(Feather.LOADER, "verdict-slower");
        }
    }

    private void look(Feather code, String style) {
        icon.setIconCode(code);
        icon.getStyleClass().add(style);
    }
}

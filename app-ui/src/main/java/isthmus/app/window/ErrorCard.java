package isthmus.app.window;

import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.VBox;

/** Shows errors of ours: a code to search for, the details, and a report to copy. One at a time. */
final class ErrorCard {
    private final Windows windows;
    private final String host;
    private boolean open;

    ErrorCard(Windows windows, String host) {
        this.windows = windows;
        this.host = host;
    }

    /** On the JavaFX thread. While one is shown, further ones only go to standard error, with all others. */
    void show(Throwable error) {
        ErrorReport report = ErrorReport.of(error, host);
        System.err.println("isthmus: internal error " + report.code() + "\n" + report.details());
        if (!open) {
            open = true;
            show(report);
        }
    }

    private void show(ErrorReport report) {
        Label title = new Label(Strings.of("error.title", report.code()));
        title.getStyleClass().add("dialog-title");
        Label text = new Label(Strings.of("error.text"));
        text.setWrapText(true);
        Label summary = new Label(report.summary());
        summary.setWrapText(true);
        TextArea details = new TextArea(report.details());
        details.setEditable(false);
        details.setAccessibleText(Strings.of("error.details"));
        details.setPrefRowCount(10);
        details.getStyleClass().add("report");
        Button copy = new Button(Strings.of("error.copy"));
        copy.setOnAction(event -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(report.details());
            Clipboard.getSystemClipboard().setContent(content);
        });
        Button close = new Button(Strings.of("close"));
        close.setDefaultButton(true);
        close.setOnAction(event -> {
            open = false;
            windows.close();
        });
        ButtonBar.setButtonData(copy, ButtonData.LEFT);
        ButtonBar.setButtonData(close, ButtonData.OK_DONE);
        ButtonBar buttons = new ButtonBar();
        buttons.getButtons().addAll(copy, close);
        VBox card = new VBox(title, text, summary, details, buttons);
        card.setId("error-card");
        card.getStyleClass().addAll("dialog-card", "error-card");
        windows.open(card, close, () -> open = false);
    }
}

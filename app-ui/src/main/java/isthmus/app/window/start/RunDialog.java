package isthmus.app.window.start;

import isthmus.app.engine.GuestText;
import isthmus.app.engine.Inspector;
import isthmus.app.engine.Preflight;
import isthmus.app.engine.ProgramNames;
import isthmus.app.engine.RunOptions;
import isthmus.app.window.Background;
import isthmus.app.window.Choosers;
import isthmus.app.window.FileDrop;
import isthmus.app.window.Strings;
import isthmus.app.window.Windows;
import isthmus.app.window.start.FormCheck.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Asks what to run, and in what surroundings. */
final class RunDialog {
    private static final KeyCombination RUN_KEYS = new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN);

    private static final int PROPOSALS = 100;

    private final Windows windows;
    private final Choosers choosers;
    private final RecentRuns recent;
    private final Inspector inspector;
    private final RunDialogModel model;
    private final FormChecker checker;
    private final Button run = new Button(Strings.of("form.run"), new FontIcon(Feather.PLAY));
    private final Button copy = new Button(Strings.of("form.copy"), new FontIcon(Feather.COPY));
    private TextField root;
    private TextField program;

    /** @param start called once the dialog is closed */
    RunDialog(
            RunForm form,
            Windows windows,
            Choosers choosers,
            Background background,
            RecentRuns recent,
            Inspector inspector,
            Consumer<RunOptions> start) {
        this.windows = windows;
        this.choosers = choosers;
        this.recent = recent;
        this.inspector = inspector;
        model = new RunDialogModel(form, options -> {
            close();
            start.accept(options);
        });
        checker = new FormChecker(model, background, inspector);
    }

    void open() {
        Label title = new Label(Strings.of("form.title"));
        title.getStyleClass().add("dialog-title");
        VBox fields = fields();
        ScrollPane scroll = new ScrollPane(fields);
        scroll.setFitToWidth(true);
        // As high as the lines of what is wrong make the form, which by itself it asks without its width.
        fields.heightProperty()
                .subscribe(height -> Platform.runLater(() -> scroll.setPrefViewportHeight(fields.getHeight())));
        scroll.setFocusTraversable(false);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        VBox card = new VBox(title, scroll, new FindingBar(model), buttons());
        card.setId("run-dialog");
        card.setAccessibleText(title.getText());
        card.getStyleClass().addAll("dialog-card", "run-dialog");
        card.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (RUN_KEYS.match(event)) {
                run();
                event.consume();
            }
        });
        FileDrop.accept(card, count -> count == 1, files -> model.rootProperty().set(RunForm.text(files.getFirst())));
        checker.start();
        windows.open(card, model.rootProperty().get().isEmpty() ? root : program, checker::stop);
    }

    private void close() {
        checker.stop();
        windows.close();
    }

    private VBox fields() {
        FormFields fields = new FormFields(model);
        root = fields.text(Field.ROOT, model.rootProperty());
        fields.add(
                Field.ROOT,
                root,
                recentRoots(),
                chooser("folder", Feather.FOLDER, () -> choosers.folder(Strings.of("form.root.folder"))),
                chooser("archive", Feather.ARCHIVE, () -> choosers.archive(Strings.of("form.root.archive"))));
        program = fields.text(Field.PROGRAM, model.programProperty());
        Completion programs =
                Completion.attach(program, (typed, answer) -> complete(ProgramNames.Kind.PROGRAM, typed, answer));
        model.completionRootProperty().subscribe(root -> programs.ask());
        fields.add(Field.PROGRAM, program);
        fields.add(Field.ARGUMENTS, fields.text(Field.ARGUMENTS, model.argumentsProperty()));
        fields.addBelow(new WordChips(model.argumentsProperty()));
        TextField workdir = fields.text(Field.WORKDIR, model.workdirProperty());
        Completion.attach(workdir, (typed, answer) -> complete(ProgramNames.Kind.DIRECTORY, typed, answer));
        fields.add(Field.WORKDIR, workdir);
        fields.add(Field.USER, fields.text(Field.USER, model.userProperty()));
        RowsEditor<RunDialogModel.VariableRow> variables = new RowsEditor<>(
                "form.environment", model.environment(), () -> model.addVariable("", ""), RunDialog::variable);
        fields.add(Field.ENVIRONMENT, variables);
        RowsEditor<RunDialogModel.ShareRow> shares =
                new RowsEditor<>("form.shares", model.shares(), () -> model.addShare("", "/mnt", true), this::share);
        fields.add(Field.SHARES, shares);
        return new VBox(fields.grid(), more());
    }

    /** From the root file system, once the form knows which. */
    @SuppressWarnings("FutureReturnValueIgnored") // a root that cannot be read has no names; the check says why
    private void complete(ProgramNames.Kind kind, String typed, Consumer<List<String>> answer) {
        Path root = model.completionRootProperty().get();
        if (root != null) {
            inspector
                    .complete(root, List.of(), kind, "/", Preflight.DEFAULT_PATH, GuestText.bytes(typed), PROPOSALS)
                    .thenAccept(names -> Platform.runLater(() ->
                            answer.accept(names.stream().map(GuestText::show).toList())));
        }
    }

    private Node more() {
        FormFields fields = new FormFields(model);
        fields.add(Field.MEMORY, fields.text(Field.MEMORY, model.memoryProperty()));
        fields.add(Field.HOSTNAME, fields.text(Field.HOSTNAME, model.hostnameProperty()));
        TitledPane more = new TitledPane(Strings.of("form.more"), fields.grid());
        more.setId("form-more");
        more.setAnimated(false);
        boolean usual = model.memoryProperty().get().isEmpty()
                && model.hostnameProperty().get().equals(RunForm.EMPTY.hostname());
        more.setExpanded(!usual);
        return more;
    }

    private static Node[] variable(RunDialogModel.VariableRow row, String key) {
        TextField name = new TextField();
        name.textProperty().bindBidirectional(row.name());
        named(name, key + ".name.prompt");
        TextField value = new TextField();
        value.textProperty().bindBidirectional(row.value());
        named(value, key + ".value.prompt");
        HBox.setHgrow(value, Priority.ALWAYS);
        return new Node[] {name, new Label("="), value};
    }

    private Node[] share(RunDialogModel.ShareRow row, String key) {
        TextField host = new TextField();
        host.textProperty().bindBidirectional(row.host());
        named(host, key + ".host.prompt");
        HBox.setHgrow(host, Priority.ALWAYS);
        Button choose = new Button(null, new FontIcon(Feather.FOLDER));
        choose.setAccessibleText(Strings.of(key + ".choose"));
        choose.getStyleClass().add("button-icon");
        choose.setOnAction(event -> choosers.folder(Strings.of(key + ".choose"))
                .ifPresent(path -> row.host().set(RunForm.text(path))));
        TextField guest = new TextField();
        guest.textProperty().bindBidirectional(row.guest());
        named(guest, key + ".guest.prompt");
        guest.setPrefColumnCount(10);
        CheckBox readOnly = new CheckBox(Strings.of(key + ".readonly"));
        readOnly.selectedProperty().bindBidirectional(row.readOnly());
        return new Node[] {host, choose, new Label(Strings.of(key + ".at")), guest, readOnly};
    }

    private static void named(TextField field, String key) {
        field.setPromptText(Strings.of(key));
        field.setAccessibleText(Strings.of(key));
    }

    private Node recentRoots() {
        MenuButton button = new MenuButton(null, new FontIcon(Feather.CLOCK));
        button.setAccessibleText(Strings.of("form.root.recent"));
        button.getStyleClass().add("button-icon");
        for (String known : recent.roots()) {
            MenuItem item = new MenuItem(known);
            item.setMnemonicParsing(false);
            item.setOnAction(event -> model.rootProperty().set(known));
            button.getItems().add(item);
        }
        button.setDisable(button.getItems().isEmpty());
        return button;
    }

    private Button chooser(String what, Feather icon, Supplier<Optional<Path>> chooser) {
        Button button = new Button(Strings.of("form.root." + what + ".button"), new FontIcon(icon));
        button.setMnemonicParsing(true);
        button.setAccessibleText(Strings.of("form.root." + what));
        button.setOnAction(
                event -> chooser.get().ifPresent(path -> model.rootProperty().set(RunForm.text(path))));
        return button;
    }

    private ButtonBar buttons() {
        copy.setId("form-copy");
        copy.setMnemonicParsing(true);
        copy.setOnAction(event -> model.options().ifPresent(RunDialog::copy));
        copy.setDisable(true);
        model.checkedRevisionProperty()
                .subscribe(() -> copy.setDisable(model.options().isEmpty()));
        model.revisionProperty().subscribe(() -> copy.setDisable(model.options().isEmpty()));
        model.findingProperty()
                .subscribe(finding ->
                        run.setText(Strings.of(finding.kind() == Finding.Kind.BAD ? "form.run-anyway" : "form.run")));
        run.setId("form-run");
        run.setMnemonicParsing(true);
        run.setDefaultButton(true);
        run.setOnAction(event -> run());
        Button cancel = new Button(Strings.of("cancel"));
        cancel.setId("form-cancel");
        cancel.setOnAction(event -> close());
        ButtonBar.setButtonData(copy, ButtonData.LEFT);
        ButtonBar.setButtonData(cancel, ButtonData.CANCEL_CLOSE);
        ButtonBar.setButtonData(run, ButtonData.OK_DONE);
        ButtonBar bar = new ButtonBar();
        bar.getButtons().addAll(copy, cancel, run);
        return bar;
    }

    private void run() {
        model.start();
        checker.checkNow();
    }

    private static void copy(RunOptions options) {
        ClipboardContent content = new ClipboardContent();
        content.putString(options.asCommand());
        Clipboard.getSystemClipboard().setContent(content);
    }
}

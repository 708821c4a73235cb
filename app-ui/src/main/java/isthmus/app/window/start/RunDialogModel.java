package isthmus.app.window.start;

import isthmus.app.engine.RunOptions;
import isthmus.app.window.start.FormCheck.Field;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.Property;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/**
 * What is filled in in the run dialog, and what is known of it. Each change makes a new revision, which somebody else checks
 * on another thread; an answer about an older revision is dropped.
 */
public final class RunDialogModel {
    /** A row of the environment. */
    public record VariableRow(StringProperty name, StringProperty value) {}

    /** A row of the shared folders. */
    public record ShareRow(StringProperty host, StringProperty guest, BooleanProperty readOnly) {}

    private final StringProperty root = new SimpleStringProperty();
    private final StringProperty program = new SimpleStringProperty();
    private final StringProperty arguments = new SimpleStringProperty();
    private final StringProperty workdir = new SimpleStringProperty();
    private final StringProperty user = new SimpleStringProperty();
    private final StringProperty memory = new SimpleStringProperty();
    private final StringProperty hostname = new SimpleStringProperty();
    private final ObservableList<VariableRow> environment = FXCollections.observableArrayList();
    private final ObservableList<ShareRow> shares = FXCollections.observableArrayList();
    private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper();
    private final ReadOnlyObjectWrapper<Path> completionRoot = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyLongWrapper checkedRevision = new ReadOnlyLongWrapper(-1);
    private final ReadOnlyObjectWrapper<FormCheck> check = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Finding> finding = new ReadOnlyObjectWrapper<>(Finding.UNKNOWN);
    private final Map<Field, ReadOnlyStringWrapper> errors = new EnumMap<>(Field.class);
    private final Consumer<RunOptions> start;
    private final ReadOnlyObjectWrapper<Field> wrong = new ReadOnlyObjectWrapper<>();
    private boolean startAsked;
    private boolean startWanted;

    /** @param start called when the form is right and the person wants to run it */
    public RunDialogModel(RunForm form, Consumer<RunOptions> start) {
        this.start = start;
        for (Field field : Field.values()) {
            errors.put(field, new ReadOnlyStringWrapper(""));
        }
        root.set(form.root());
        program.set(form.program());
        arguments.set(form.arguments());
        workdir.set(form.workdir());
        user.set(form.user());
        memory.set(form.memory());
        hostname.set(form.hostname());
        form.environment().forEach(variable -> addVariable(variable.name(), variable.value()));
        form.shares().forEach(share -> addShare(share.host(), share.guest(), share.readOnly()));
        List.of(root, program, arguments, workdir, user, memory, hostname).forEach(this::watch);
        environment.addListener((ListChangeListener<VariableRow>) change -> changed());
        shares.addListener((ListChangeListener<ShareRow>) change -> changed());
    }

    private void watch(Property<?> property) {
        property.addListener((Observable observable) -> {
            property.getValue(); // an observable that nobody reads tells only once
            changed();
        });
    }

    private void changed() {
        startWanted = false;
        finding.set(Finding.UNKNOWN);
        revision.set(revision.get() + 1);
    }

    // --- the form -------------------------------------------------------------------------------------------------

    public StringProperty rootProperty() {
        return root;
    }

    public StringProperty programProperty() {
        return program;
    }

    public StringProperty argumentsProperty() {
        return arguments;
    }

    public StringProperty workdirProperty() {
        return workdir;
    }

    public StringProperty userProperty() {
        return user;
    }

    public StringProperty memoryProperty() {
        return memory;
    }

    public StringProperty hostnameProperty() {
        return hostname;
    }

    public ObservableList<VariableRow> environment() {
        return environment;
    }

    public ObservableList<ShareRow> shares() {
        return shares;
    }

    public void addVariable(String name, String value) {
        VariableRow row = new VariableRow(new SimpleStringProperty(name), new SimpleStringProperty(value));
        List.of(row.name(), row.value()).forEach(this::watch);
        environment.add(row);
    }

    public void addShare(String host, String guest, boolean readOnly) {
        ShareRow row = new ShareRow(
                new SimpleStringProperty(host), new SimpleStringProperty(guest), new SimpleBooleanProperty(readOnly));
        List.of(row.host(), row.guest(), row.readOnly()).forEach(this::watch);
        shares.add(row);
    }

    /** What is filled in now. */
    public RunForm form() {
        return new RunForm(
                root.get(),
                program.get(),
                arguments.get(),
                environment.stream()
                        .map(row -> new RunForm.Variable(
                                row.name().get(), row.value().get()))
                        .toList(),
                workdir.get(),
                user.get(),
                shares.stream()
                        .map(row -> new RunForm.Share(
                                row.host().get(),
                                row.guest().get(),
                                row.readOnly().get()))
                        .toList(),
                memory.get(),
                hostname.get());
    }

    // --- what is known of it --------------------------------------------------------------------------------------

    /** Counts the changes. */
    public ReadOnlyLongProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /** The form was read. */
    public void checked(long of, FormCheck result) {
        if (of != revision.get()) {
            return;
        }
        check.set(result);
        checkedRevision.set(of);
        completionRoot.set(result.root().orElse(null));
        errors.forEach(
                (field, error) -> error.set(isToBeTold(field) ? result.errors().getOrDefault(field, "") : ""));
        if (startWanted) {
            startWanted = false;
            result.options().ifPresent(start);
            result.errors().keySet().stream().min(Comparator.naturalOrder()).ifPresent(wrong::set);
        }
    }

    /** That a field is still empty is not an error until somebody wants to run it. */
    private boolean isToBeTold(Field field) {
        return startAsked
                || switch (field) {
                    case ROOT -> !root.get().isEmpty();
                    case PROGRAM -> !program.get().isEmpty();
                    default -> true;
                };
    }

    /** The first field that kept the program from being started; null if none did. */
    public ReadOnlyObjectProperty<Field> wrongProperty() {
        return wrong.getReadOnlyProperty();
    }

    /** The engine looked at the program. */
    public void judged(long of, Finding result) {
        if (of == revision.get()) {
            finding.set(result);
        }
    }

    /** A sentence, or empty if nothing is wrong with the field. */
    public ReadOnlyStringProperty errorProperty(Field field) {
        return errors.get(field).getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Finding> findingProperty() {
        return finding.getReadOnlyProperty();
    }

    /** What the form says, if this revision was read and is right. */
    public Optional<RunOptions> options() {
        return checkedRevision.get() == revision.get() ? check.get().options() : Optional.empty();
    }

    /** Where paths are completed: the root file system, if there was one when the form was last read; null if not. */
    public ReadOnlyObjectProperty<Path> completionRootProperty() {
        return completionRoot.getReadOnlyProperty();
    }

    /** The last revision that was read; -1 if none. */
    public ReadOnlyLongProperty checkedRevisionProperty() {
        return checkedRevision.getReadOnlyProperty();
    }

    // --- what is to be done ---------------------------------------------------------------------------------------

    /** Starts the program as soon as this revision has been read and is right. */
    public void start() {
        wrong.set(null);
        startAsked = true;
        startWanted = true;
    }
}

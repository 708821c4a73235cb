package isthmus.app.window.start;

import isthmus.app.engine.GuestText;
import isthmus.app.engine.Inspector;
import isthmus.app.engine.RootKind;
import isthmus.app.engine.RunOptions;
import isthmus.app.window.Background;
import isthmus.app.window.Choosers;
import isthmus.app.window.Page;
import isthmus.app.window.Place;
import isthmus.app.window.Sessions;
import isthmus.app.window.Strings;
import isthmus.app.window.WindowAction;
import isthmus.app.window.Windows;
import isthmus.app.window.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.kordamp.ikonli.feather.Feather;

/** Starts programs: what the start page, the menus and the recent runs lead to. */
public final class Starter {
    private static final Path HOST_SHELL = Path.of("/bin/sh");

    private final Windows windows;
    private final Choosers choosers;
    private final Background background;
    private final RecentRuns recent;
    private final Sessions sessions;
    private final Inspector inspector;
    private final Consumer<String> hint;
    private Workspace workspace;

    /** @param hint shows a sentence in the status line */
    public Starter(
            Windows windows,
            Choosers choosers,
            Background background,
            RecentRuns recent,
            Sessions sessions,
            Inspector inspector,
            Consumer<String> hint) {
        this.windows = windows;
        this.choosers = choosers;
        this.background = background;
        this.recent = recent;
        this.sessions = sessions;
        this.hint = hint;
        this.inspector = inspector;
    }

    /** Where the consoles of what is started are shown. Called once, before anything is started. */
    public void setWorkspace(Workspace shown) {
        workspace = shown;
    }

    public Page page() {
        RecentList list = new RecentList(recent, new RecentList.Deeds(this::runAgain, this::edit, this::copyCommand));
        return new StartPage(actions(), list, this::bring);
    }

    /** What begins something; the sample only where the host's own programs can run. */
    public List<WindowAction> actions() {
        List<WindowAction> actions = new ArrayList<>();
        actions.add(WindowAction.of("run", "Ctrl+Shift+N", Feather.PLAY, () -> edit(usual())));
        actions.add(WindowAction.of(
                "open-folder",
                "Ctrl+Shift+O",
                Feather.FOLDER,
                () -> choosers.folder(Strings.of("form.root.folder")).ifPresent(this::bring)));
        actions.add(WindowAction.of(
                "open-archive",
                null,
                Feather.ARCHIVE,
                () -> choosers.archive(Strings.of("form.root.archive")).ifPresent(this::bring)));
        if (Files.exists(HOST_SHELL)) {
            actions.add(WindowAction.of("sample", null, Feather.TERMINAL, this::sample));
        }
        return List.copyOf(actions);
    }

    /** Starts it, shows its console, and remembers it. */
    public void start(RunOptions options) {
        recent.add(RunForm.of(options));
        workspace.show(new Place.Console(sessions.start(options)));
    }

    /** Opens the run dialog. */
    public void edit(RunForm form) {
        new RunDialog(form, windows, choosers, background, recent, inspector, this::start).open();
    }

    /** Begins with a file or folder of this computer, whatever it is. */
    private void bring(Path path) {
        RecogniseTask task = new RecogniseTask(path);
        task.setOnSucceeded(event -> begin(task.getValue()));
        background.run(task);
    }

    private void begin(RootKind kind) {
        String path = RunForm.text(kind.path());
        RunForm asRoot = RunForm.EMPTY.withRoot(path).withProgram(HOST_SHELL.toString());
        switch (kind) {
            case RootKind.Root root -> {
                if (!root.distribution().isEmpty()) {
                    hint.accept(Strings.of("brought.root", path, GuestText.show(root.distribution())));
                }
                edit(asRoot);
            }
            case RootKind.Folder folder -> {
                hint.accept(Strings.of("brought.folder", path));
                edit(asRoot);
            }
            case RootKind.Archive archive -> {
                if (!archive.isRoot()) {
                    hint.accept(Strings.of("brought.archive", path));
                }
                edit(asRoot);
            }
            case RootKind.Program program -> edit(asProgram(program.path()));
            case RootKind.Image image -> refuse("image", path, "");
            case RootKind.Other other -> refuse("other", path, "");
            case RootKind.Unreadable unreadable -> refuse("unreadable", path, unreadable.why());
        }
    }

    private void refuse(String why, String path, String detail) {
        windows.tell(Strings.of("refused." + why + ".title", path), Strings.of("refused." + why, path, detail));
    }

    /** On this computer's own files where these are Linux's; else its folder is shared. */
    private static RunForm asProgram(Path program) {
        if (Files.exists(HOST_SHELL)) {
            return RunForm.EMPTY.withRoot("/").withProgram(RunForm.text(program.toAbsolutePath()));
        }
        return RunForm.EMPTY
                .withProgram("/mnt/" + program.getFileName())
                .withShare(
                        new RunForm.Share(RunForm.text(program.toAbsolutePath().getParent()), "/mnt", true));
    }

    /** The latest root file system, as one often wants that again. */
    private RunForm usual() {
        return recent.all().isEmpty()
                ? RunForm.EMPTY
                : RunForm.EMPTY.withRoot(recent.all().getFirst().root());
    }

    /** A shell on this computer's own files. */
    public void sample() {
        String shell = Files.exists(Path.of("/bin/bash")) ? "/bin/bash" : HOST_SHELL.toString();
        runAgain(RunForm.EMPTY.withRoot("/").withProgram(shell));
    }

    private void runAgain(RunForm form) {
        read(form, check -> check.options().ifPresentOrElse(this::start, () -> edit(form)));
    }

    private void copyCommand(RunForm form) {
        read(form, check -> check.options().ifPresentOrElse(this::copy, () -> edit(form)));
    }

    private void copy(RunOptions options) {
        ClipboardContent content = new ClipboardContent();
        content.putString(options.asCommand());
        Clipboard.getSystemClipboard().setContent(content);
        hint.accept(Strings.of("hint.copied"));
    }

    private void read(RunForm form, Consumer<FormCheck> then) {
        FormTask task = new FormTask(form);
        task.setOnSucceeded(event -> then.accept(task.getValue()));
        background.run(task);
    }
}

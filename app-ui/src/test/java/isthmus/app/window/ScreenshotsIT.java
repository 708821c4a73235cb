package isthmus.app.window;

import static isthmus.app.window.FxThread.await;
import static isthmus.app.window.FxThread.fx;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.conformance.DebianRoot;
import isthmus.app.window.console.TerminalView;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.paint.Color;
import javafx.stage.PopupWindow;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/**
 * Goes to every place of the window, in both themes, empty and full, and keeps what a person sees there: in
 * {@code target/screenshots}, or where the system property {@code isthmus.screenshots} says, such as
 * {@code docs/screenshots}.
 */
class ScreenshotsIT {
    private static final int WIDTH = 1200, HEIGHT = 760;
    /** An empty window has fewer colours. */
    private static final int LEAST_COLOURS = 12;

    private static final String LONG =
            "a program with a very long name that nobody would choose but somebody will have/and a folder as long";

    private Path folder;
    private String theme;

    @Test
    void light() throws Exception {
        walk("light");
    }

    @Test
    void dark() throws Exception {
        walk("dark");
    }

    private void walk(String chosenTheme) throws Exception {
        theme = chosenTheme;
        folder = Path.of(System.getProperty("isthmus.screenshots", "target/screenshots"));
        Files.createDirectories(folder);
        Path debian =
                Path.of(System.getProperty("java.io.tmpdir"), "debian-12.tar"); // the same on everybody's pictures
        Files.deleteIfExists(debian);
        Files.createSymbolicLink(debian, DebianRoot.tar());
        try (DrivenWindow window = new DrivenWindow()) {
            fx(() -> {
                window.stage().setWidth(WIDTH);
                window.stage().setHeight(HEIGHT);
                return null;
            });
            command(window, "theme: " + theme);
            shoot(window, "start-empty");
            command(window, "all commands");
            shoot(window, "palette");
            window.robot.push(KeyCode.ESCAPE);
            dialogs(window, debian);
            consoles(window);
            traces(window);
            command(window, "go to the start page");
            shoot(window, "start-recent");
        } finally {
            Files.deleteIfExists(debian);
        }
    }

    private void dialogs(DrivenWindow window, Path debian) throws IOException {
        window.click("#start-run");
        shoot(window, "run-empty");
        window.robot.push(KeyCode.ESCAPE);
        window.choosesNext(debian);
        window.click("#start-open-archive");
        window.fill("#form-program", "/usr/bin/" + LONG);
        window.robot.push(KeyCode.TAB).write("'one argument' \"unfinished", 0);
        window.fill("#form-user", "root");
        await("what is wrong", () -> window.isThere("#error-user"), there -> there);
        shoot(window, "run-errors");
        window.fill("#form-user", "1000:1000");
        window.fill("#form-arguments", "--norc");
        window.fill("#form-program", "/bin/bas");
        await("proposals", () -> window.isThere(".proposals"), there -> there);
        shoot(window, "run-proposals");
        window.fill("#form-program", "/bin/bash");
        window.robot.push(KeyCode.TAB);
        await("the verdict", () -> window.text(".verdict-title"), text -> text.startsWith("Ready"));
        shoot(window, "run-ready");
        window.click("#form-run");
        window.awaitGone("#run-dialog");
    }

    private void consoles(DrivenWindow window) throws IOException {
        window.node(".terminal-view");
        awaitPrompt(window);
        window.type("PS1='\\[\\e[32m\\]\\h\\[\\e[0m\\]:\\[\\e[34m\\]\\w\\[\\e[0m\\]\\$ '\n");
        await("the new prompt", () -> screen(window), text -> text.strip().endsWith(":/$"));
        window.type(
                "ls --color -l /; printf '\\e[1mbold\\e[0m \\e[3mitalic\\e[0m \\e[4munderlined\\e[0m \\e[7minverse\\e[0m\\n'\n");
        await("the colours", () -> screen(window), text -> text.contains("underlined inverse"));
        awaitPrompt(window);
        window.type(
                "for i in 0 1 2 3 4 5 6 7; do printf '\\e[3%dm colour %d \\e[9%dm bright \\e[0m' $i $i $i; done; echo\n");
        await("all colours", () -> screen(window), text -> text.contains("colour 7 "));
        awaitPrompt(window);
        shoot(window, "console");
        window.robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.F);
        window.robot.write("colour", 0);
        await("matches", () -> window.text("#find-count"), text -> !text.isEmpty());
        shoot(window, "console-find");
        window.robot.push(KeyCode.ESCAPE);
        window.type("vim -u NONE /etc/passwd\n");
        await("vim", () -> screen(window), text -> text.contains("daemon:x:1"));
        window.settle(() -> screen(window));
        shoot(window, "console-vim");
        window.type(":q\n");
        awaitPrompt(window);
        window.type("cat /nowhere; kill -SEGV $$\n");
        window.node("#end-card");
        window.node("#end-failures");
        shoot(window, "console-crash");
    }

    private void traces(DrivenWindow window) throws IOException {
        window.click("#end-trace");
        window.node("#trace-table");
        window.fill("#trace-filter", "nothing is called this");
        shoot(window, "trace-empty");
        window.fill("#trace-filter", "errno:");
        window.node("#trace-mistake");
        shoot(window, "trace-mistake");
        window.fill("#trace-filter", "path:/etc/* or errno:*");
        shoot(window, "trace-filtered");
        window.fill("#trace-filter", " ");
        window.click("#trace-table");
        shoot(window, "trace");
        command(window, "keys");
        window.node("#keyboard-help");
        shoot(window, "keys");
        window.robot.push(KeyCode.ESCAPE);
        command(window, "check this computer");
        window.node("#host-dialog");
        shoot(window, "host");
        window.robot.push(KeyCode.ESCAPE);
    }

    // --- means ----------------------------------------------------------------------------------------------------

    /** Until the shell has nothing more to say: what is typed before that is shown in the midst of it. */
    private static void awaitPrompt(DrivenWindow window) {
        await("a prompt", () -> screen(window), text -> text.strip().endsWith("$"));
    }

    private static String screen(DrivenWindow window) {
        return window.stage().getScene().lookup(".terminal-view") instanceof TerminalView view ? view.screenText() : "";
    }

    /** Finds a command in the palette and runs it; the palette itself is left open by its own name. */
    private static void command(DrivenWindow window, String words) {
        window.robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.P);
        window.node("#palette-query");
        if (!words.equals("all commands")) {
            window.robot.write(words, 0);
            window.robot.push(KeyCode.ENTER);
            window.awaitGone("#palette-query");
        }
    }

    private void shoot(DrivenWindow window, String name) throws IOException {
        FxThread.pause(600); // what fades in is there
        BufferedImage picture = fx(() -> pictureWithPopups(window.stage().getScene()));
        ImageIO.write(
                picture, "png", folder.resolve(name + "-" + theme + ".png").toFile());
        Set<Integer> colours = new HashSet<>();
        int width = picture.getWidth();
        for (int pixel : picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width)) {
            colours.add(pixel);
        }
        assertTrue(colours.size() >= LEAST_COLOURS, name + " is empty");
    }

    private static BufferedImage pictureWithPopups(Scene scene) {
        BufferedImage below = picture(scene);
        BufferedImage all = new BufferedImage(below.getWidth(), below.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = all.createGraphics();
        graphics.drawImage(below, 0, 0, null);
        for (Window popup : List.copyOf(Window.getWindows())) {
            if (popup instanceof PopupWindow && popup.isShowing()) {
                Point2D at = scene.getRoot().screenToLocal(popup.getX(), popup.getY());
                graphics.drawImage(picture(popup.getScene()), (int) at.getX(), (int) at.getY(), null);
            }
        }
        graphics.dispose();
        return all;
    }

    /** Of all of a scene, which may be transparent, as the ground around a list of proposals is. */
    private static BufferedImage picture(Scene scene) {
        SnapshotParameters all = new SnapshotParameters();
        all.setViewport(new Rectangle2D(0, 0, scene.getWidth(), scene.getHeight()));
        all.setFill(Color.TRANSPARENT);
        WritableImage image = scene.getRoot().snapshot(all, null);
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] pixels = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(0, 0, width, height, pixels, 0, width);
        return picture;
    }
}

package isthmus.app.window.console;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Opens addresses with whatever the host's desktop opens them with. */
public final class Browser implements Consumer<String> {
    private final Consumer<IOException> failed;

    /** @param failed hears if the host has no way to open one; on the caller's thread */
    public Browser(Consumer<IOException> failed) {
        this.failed = failed;
    }

    @Override
    public void accept(String address) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        List<String> command =
                windows ? List.of("rundll32", "url.dll,FileProtocolHandler", address) : List.of("xdg-open", address);
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().remove("GDK_GL", "disable"); // set by ./isthmus, for this window only
            Process process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            failed.accept(e);
        }
    }
}

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Part of the build: makes the window's AOT cache, from a window that opens and closes by itself on a display of its own
 * (Xvfb). Where there is no Xvfb, or something fails, there is no cache, and the window opens as it should, only later.
 */
final class WindowCache {
    private static final int SECONDS = 120;
    /** As isthmus.app.window.Rehearsal has them. The flood teaches which of the terminal's methods are hot, and how they run. */
    private static final String STEPS = "palette,leave,form,leave,sample,start,flood:";

    private static final int FLOOD_CHARACTERS = 20_000_000;

    private WindowCache() {}

    /** The cache; the options of the virtual machine, with the same module path as in ./isthmus. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path cache = Path.of(args[0]);
        Files.deleteIfExists(cache);
        Path xvfb = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "Xvfb"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (xvfb == null) {
            System.out.println("There is no Xvfb, so the window gets no AOT cache and opens a second later.");
            return;
        }
        Process display = new ProcessBuilder(
                        xvfb.toString(), "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader number = display.inputReader(StandardCharsets.US_ASCII)) {
            String line = number.readLine();
            if (line == null) {
                System.out.println("Xvfb does not start, so the window gets no AOT cache.");
            } else {
                train(cache, List.of(args).subList(1, args.length), ":" + line.strip());
            }
        } finally {
            display.destroy();
        }
    }

    /** Text as programs write it: coloured, wide, with lines that are drawn, wrapped and erased. */
    private static String flood() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < FLOOD_CHARACTERS; i++) {
            switch (i % 8) {
                case 0 -> text.append("\033[1;").append(31 + i / 8 % 7).append("mdrwxr-xr-x\033[0m  2 root root ").append(i);
                case 1 -> text.append("\033[38;5;").append(i % 256).append("m some words that are written ").append(i);
                case 2 -> text.append("\033[38;2;").append(i % 256).append(";80;120;4mhttps://example.org/").append(i);
                case 3 -> text.append("plain words as a compiler or a log would have them, up to the end of it\tand a tab ");
                case 4 -> text.append("\033[0m\r\n│ ├── Größe → 幅の広い文字 ").append(i);
                case 5 -> text.append("\033[").append(i % 60).append(';').append(i % 200).append("H\033[K\033[7m status \033[m");
                default -> text.append("\n").repeat("0123456789abcdef ", 1 + i % 12);
            }
        }
        return text.toString();
    }

    private static void train(Path cache, List<String> options, String display)
            throws IOException, InterruptedException {
        Path settings = Files.createTempDirectory("isthmus-training");
        Path flood = Files.writeString(settings.resolve("flood"), flood());
        ProcessBuilder window = new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"));
        window.command().addAll(options);
        window.command()
                .addAll(List.of(
                        "-XX:AOTCacheOutput=" + cache,
                        "-Disthmus.window.rehearse=" + STEPS + flood,
                        "-Disthmus.settings=" + settings,
                        "-m",
                        "isthmus.app/isthmus.app.Main"));
        window.environment().put("DISPLAY", display);
        window.environment().remove("WAYLAND_DISPLAY");
        Path log = settings.resolve("log");
        Process process = window.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            Files.deleteIfExists(cache);
        }
        if (!Files.exists(cache)) {
            System.out.println("The window's AOT cache could not be made:\n" + Files.readString(log));
        }
        try (Stream<Path> files = Files.list(settings)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(settings);
    }
}

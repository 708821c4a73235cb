package isthmus.platform.linux;

import isthmus.core.south.HostCheck;
import isthmus.core.south.Platform;
import isthmus.core.south.PlatformProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The Linux userland platform. */
public final class LinuxPlatformProvider implements PlatformProvider {
    @Override
    public String name() {
        return "Linux userland";
    }

    @Override
    public boolean isForThisHost() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    @Override
    public List<HostCheck> examine() {
        return HostChecks.all();
    }

    @Override
    public Platform open(Consumer<String> complaints) {
        return new LinuxPlatform(complaints);
    }

    @Override
    public List<String> rawArguments() {
        try {
            String line = new String(Files.readAllBytes(Path.of("/proc/self/cmdline")), StandardCharsets.ISO_8859_1);
            String[] words = line.split("\0", -1);
            return List.of(words).subList(0, words.length - 1);
        } catch (IOException e) {
            return null;
        }
    }
}

package isthmus.platform.windows;

import isthmus.core.Errno;
import isthmus.core.south.HostCheck;
import isthmus.core.south.Platform;
import isthmus.core.south.PlatformProvider;
import isthmus.platform.windows.host.CommandLine;
import isthmus.platform.windows.host.FileErrors;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** The Windows userland platform. */
public final class WindowsPlatformProvider implements PlatformProvider {
    @Override
    public String name() {
        return "Windows userland";
    }

    @Override
    public boolean isForThisHost() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows")
                && System.getProperty("os.arch").equals("amd64");
    }

    @Override
    public List<HostCheck> examine() {
        return HostChecks.all();
    }

    @Override
    public Platform open(Consumer<String> complaints) {
        return new WindowsPlatform(complaints);
    }

    @Override
    public Map<String, Errno> fileErrors() {
        return FileErrors.texts();
    }

    @Override
    public List<String> rawArguments() {
        return CommandLine.words();
    }

    @Override
    public boolean hasByteTerminals() {
        return false;
    }

    /** Windows' consoles and their kin understand what xterm does, and name no type. */
    @Override
    public String terminalType() {
        String type = System.getenv("TERM");
        return type == null ? "xterm-256color" : type;
    }
}

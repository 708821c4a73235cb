package isthmus.app.window;

import isthmus.core.south.HostCheck;
import isthmus.core.south.PlatformProvider;
import java.util.List;
import javafx.concurrent.Task;

/** Looks at what this host offers and lacks, as {@code isthmus doctor} does. */
final class HostCheckTask extends Task<List<HostCheck>> {
    private final PlatformProvider host;

    HostCheckTask(PlatformProvider host) {
        this.host = host;
    }

    @Override
    protected List<HostCheck> call() {
        return host.examine();
    }
}

package isthmus.linux;

import isthmus.core.south.Platform;
import isthmus.core.time.Clocks;

/** One run: a system of its own with processes, files and a clock. To be filled by the task engineer. */
public final class Kernel {
    private final Platform platform;
    private final Clocks clocks;

    public Kernel(Platform platform, Clocks clocks) {
        this.platform = platform;
        this.clocks = clocks;
    }

    public Platform platform() {
        return platform;
    }

    public Clocks clocks() {
        return clocks;
    }
}

package isthmus.core.files.devices;

import isthmus.core.files.DeviceRegistry;
import java.security.SecureRandom;

/** The devices of mem(4), null(4), zero(4), full(4) and random(4). */
public final class MemoryDevices {
    /** Their major number, and the minors. */
    public static final int MAJOR = 1, NULL = 3, ZERO = 5, FULL = 7, RANDOM = 8, URANDOM = 9;

    private MemoryDevices() {}

    public static void register(DeviceRegistry registry, SecureRandom random) {
        registry.registerCharacter(MAJOR, NULL, (path, flags, caller) -> new NullDevice(path, flags));
        registry.registerCharacter(MAJOR, ZERO, (path, flags, caller) -> new ZeroDevice(path, flags, false));
        registry.registerCharacter(MAJOR, FULL, (path, flags, caller) -> new ZeroDevice(path, flags, true));
        registry.registerCharacter(MAJOR, RANDOM, (path, flags, caller) -> new RandomDevice(path, flags, random));
        registry.registerCharacter(MAJOR, URANDOM, (path, flags, caller) -> new RandomDevice(path, flags, random));
    }
}

package isthmus.linux.boot;

import isthmus.core.files.DeviceNumbers;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.core.files.devices.MemoryDevices;

/** The nodes of /dev that programs expect (MAKEDEV; Linux's admin-guide/devices.txt). */
final class DeviceNodes {
    private static final int MEMORY = MemoryDevices.MAJOR, TERMINAL = 5, TTY_GROUP = 5;

    private DeviceNodes() {}

    static void fill(Inode dev) {
        character(dev, "null", MEMORY, MemoryDevices.NULL, 0);
        character(dev, "zero", MEMORY, MemoryDevices.ZERO, 0);
        character(dev, "full", MEMORY, MemoryDevices.FULL, 0);
        character(dev, "random", MEMORY, MemoryDevices.RANDOM, 0);
        character(dev, "urandom", MEMORY, MemoryDevices.URANDOM, 0);
        character(dev, "tty", TERMINAL, 0, TTY_GROUP);
        dev.create("console", Mode.S_IFCHR | 0600, DeviceNumbers.make(TERMINAL, 1), 0, TTY_GROUP);
        character(dev, "ptmx", TERMINAL, 2, TTY_GROUP);
        dev.symlink("fd", "/proc/self/fd", 0, 0);
        dev.symlink("stdin", "/proc/self/fd/0", 0, 0);
        dev.symlink("stdout", "/proc/self/fd/1", 0, 0);
        dev.symlink("stderr", "/proc/self/fd/2", 0, 0);
        dev.mkdir("shm", Mode.S_IFDIR | 01777, 0, 0);
        dev.mkdir("pts", Mode.S_IFDIR | 0755, 0, 0);
    }

    private static void character(Inode dev, String name, int major, int minor, int group) {
        dev.create(name, Mode.S_IFCHR | 0666, DeviceNumbers.make(major, minor), 0, group);
    }
}

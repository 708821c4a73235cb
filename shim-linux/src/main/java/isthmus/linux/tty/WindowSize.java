package isthmus.linux.tty;

/** {@code struct winsize} (ioctl_tty(2)): characters, and pixels if known; unsigned 16 bits each. */
record WindowSize(int rows, int columns, int width, int height) {
    static final WindowSize UNKNOWN = new WindowSize(0, 0, 0, 0);
}

package isthmus.app.terminal;

/**
 * What a terminal tells its owner. Called by the feeding thread, after the bytes in hand were understood and without the
 * terminal's lock. All strings are guest data: bounded, free of control characters, and never to be trusted further.
 */
public interface TerminalEvents {
    /** Bytes that the terminal answers, to be written to the guest as if typed. */
    void answer(byte[] bytes);

    /** Something visible may have changed; paint at the next pulse. */
    default void changed() {}

    /** OSC 0 and 2; empty if the guest took its title back. At most 1024 characters. */
    default void title(String title) {}

    /** At least one BEL came. */
    default void bell() {}

    /** OSC 7: the shell's working directory, a path of the guest. */
    default void workingDirectory(String path) {}

    /** OSC 52: the guest wants this text in the clipboard. Ask the user, or refuse. At most 1 MiB. */
    default void clipboard(String text) {}

    /** OSC 133;D: a command ended, with its exit status or -1 if the shell did not say. */
    default void commandEnded(int status) {}

    /** OSC 9;4: progress in percent, or -1 when there is none (any more). */
    default void progress(int percent) {}

    /** OSC 9 and 777: the guest asks for a notification. At most 1024 characters. */
    default void notification(String text) {}
}

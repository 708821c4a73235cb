package isthmus.app.window.console;

/** The guest's end of a terminal, as the view needs it. Any thread may call; no method waits. */
public interface TerminalInput {
    /** Bytes typed; false if the guest reads so little that no more can wait for it. */
    boolean type(byte[] bytes);

    /** The size in characters, 1 to 2000 each. */
    void resize(int columns, int rows);
}

package isthmus.app.run;

import isthmus.app.engine.RunConsole;
import isthmus.core.south.HostException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.EnumSet;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Signals;

/** The terminal that Isthmus was started in, in raw mode, connected with a guest's. */
final class HostTerminal implements AutoCloseable {
    private final Terminal terminal;
    private final Attributes saved;
    private final Thread restore = new Thread(this::restore, "isthmus-terminal-restore");

    private HostTerminal(Terminal terminal) {
        this.terminal = terminal;
        this.saved = terminal.getAttributes();
    }

    /** Takes the terminal over. Keys go to the console as bytes, Ctrl-C included; its size follows the window's. */
    static HostTerminal connect(RunConsole console) {
        try {
            HostTerminal host = new HostTerminal(
                    TerminalBuilder.builder().system(true).dumb(false).build());
            Runtime.getRuntime().addShutdownHook(host.restore);
            host.terminal.setAttributes(raw(host.saved));
            host.follow(console);
            return host;
        } catch (IOException | IllegalStateException e) {
            throw new HostException(
                    "there is no terminal to take over (" + e.getMessage() + "); use --no-tty, or run it in a terminal",
                    e);
        }
    }

    private static Attributes raw(Attributes saved) {
        Attributes raw = new Attributes(saved);
        raw.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.IEXTEN, LocalFlag.ISIG), false);
        raw.setInputFlags(
                EnumSet.of(
                        InputFlag.IXON,
                        InputFlag.ICRNL,
                        InputFlag.INLCR,
                        InputFlag.IGNCR,
                        InputFlag.ISTRIP,
                        InputFlag.BRKINT,
                        InputFlag.PARMRK),
                false);
        raw.setOutputFlags(EnumSet.of(OutputFlag.OPOST), false);
        raw.setControlChar(ControlChar.VMIN, 1);
        raw.setControlChar(ControlChar.VTIME, 0);
        return raw;
    }

    private void follow(RunConsole console) {
        resize(console);
        Signals.register("WINCH", () -> resize(console)); // Terminal.handle alone does not catch the host's signal
        console.setOutput(new FileOutputStream(FileDescriptor.out)::write);
        Thread keys = new Thread(() -> pump(console), "isthmus-keys");
        keys.setDaemon(true);
        keys.start();
    }

    private void resize(RunConsole console) {
        console.resize(terminal.getWidth(), terminal.getHeight());
    }

    private static void pump(RunConsole console) {
        byte[] bytes = new byte[4096];
        FileInputStream input = new FileInputStream(FileDescriptor.in);
        try {
            for (int count = input.read(bytes); count >= 0; count = input.read(bytes)) {
                console.typeAll(bytes, 0, count);
            }
        } catch (IOException e) {
            // the terminal is gone, as at a hang-up
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does; then no key comes any more
        }
        console.hangUp();
    }

    /** Waits until the window has everything that was written. */
    void flush() {
        terminal.flush();
    }

    private void restore() {
        terminal.setAttributes(saved);
    }

    @Override
    public void close() {
        restore();
        Runtime.getRuntime().removeShutdownHook(restore);
        try {
            terminal.close();
        } catch (IOException e) {
            throw new HostException("the terminal could not be given back: " + e.getMessage(), e);
        }
    }
}

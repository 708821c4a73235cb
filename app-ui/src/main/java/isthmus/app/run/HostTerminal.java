package isthmus.app.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import isthmus.app.engine.RunConsole;
import isthmus.core.south.HostException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
    /** JLine's ways to a terminal: by stty, or by calls of the host. */
    private static final String BY_COMMAND = "exec", BY_CALLS = "jna";

    /** How often a console of Windows is asked for its size: it does not tell of each change of its window. */
    private static final long SIZE_MILLIS = 250;

    private final Terminal terminal;
    private final RunConsole console;
    private final Attributes saved;
    private final Thread size = new Thread(this::followSize, "isthmus-terminal-size");
    private final Thread restore = new Thread(this::restore, "isthmus-terminal-restore");

    private HostTerminal(Terminal terminal, RunConsole console) {
        this.terminal = terminal;
        this.console = console;
        this.saved = terminal.getAttributes();
    }

    /**
     * Takes the terminal over. Keys go to the console as bytes, Ctrl-C included; its size follows the window's.
     *
     * @param bytes whether the terminal itself takes and gives bytes
     */
    static HostTerminal connect(RunConsole console, boolean bytes) {
        System.setProperty(TerminalBuilder.PROP_DISABLE_DEPRECATED_PROVIDER_WARNING, "true"); // it would go to the user
        try {
            HostTerminal host = new HostTerminal(
                    TerminalBuilder.builder()
                            .provider(bytes ? BY_COMMAND : BY_CALLS)
                            .system(true)
                            .dumb(false)
                            .encoding(UTF_8)
                            .build(),
                    console);
            Runtime.getRuntime().addShutdownHook(host.restore);
            host.terminal.setAttributes(raw(host.saved));
            host.follow(bytes);
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

    private void follow(boolean bytes) {
        InputStream input;
        if (bytes) {
            Signals.register("WINCH", this::resize); // Terminal.handle alone does not catch the host's signal
            console.setOutput(new FileOutputStream(FileDescriptor.out)::write);
            input = new FileInputStream(FileDescriptor.in);
        } else {
            // A terminal of events and text: JLine makes bytes of the one, and text of bytes.
            terminal.handle(Terminal.Signal.WINCH, signal -> resize());
            size.setDaemon(true);
            size.start();
            console.setOutput(this::show);
            input = terminal.input();
        }
        resize(); // who follows it hears of each later change
        Thread keys = new Thread(() -> pump(input), "isthmus-keys");
        keys.setDaemon(true);
        keys.start();
    }

    private synchronized void resize() {
        console.resize(terminal.getWidth(), terminal.getHeight());
    }

    private void followSize() {
        try {
            while (true) {
                Thread.sleep(SIZE_MILLIS);
                resize();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the terminal is given back
        }
    }

    private void show(byte[] bytes, int offset, int count) throws IOException {
        terminal.output().write(bytes, offset, count);
        terminal.output().flush();
    }

    private void pump(InputStream input) {
        byte[] bytes = new byte[4096];
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

    /** Types Ctrl-C. */
    void typeInterrupt() {
        console.type(new byte[] {3});
    }

    /** Waits until the window has everything that was written. */
    void flush() {
        terminal.flush();
    }

    private void stopFollowing() {
        size.interrupt();
        try {
            size.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restore() {
        terminal.setAttributes(saved);
    }

    @Override
    public void close() {
        stopFollowing();
        restore();
        Runtime.getRuntime().removeShutdownHook(restore);
        try {
            terminal.close();
        } catch (IOException e) {
            throw new HostException("the terminal could not be given back: " + e.getMessage(), e);
        }
    }
}

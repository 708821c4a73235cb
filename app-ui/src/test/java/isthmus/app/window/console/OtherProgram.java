package isthmus.app.window.console;

import java.awt.Toolkit;
import java.awt.datatransfer.Clipboard;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.StringSelection;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another program on the same display, with a part in its primary selection. */
final class OtherProgram implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;

    private OtherProgram(String... arguments) throws Exception {
        String[] command = new String[4 + arguments.length];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        command[1] = "-cp";
        command[2] = Path.of(OtherProgram.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        command[3] = OtherProgram.class.getName();
        System.arraycopy(arguments, 0, command, 4, arguments.length);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        said = process.inputReader(StandardCharsets.UTF_8);
    }

    /** One in which that text is selected, until it is closed. */
    static OtherProgram selecting(String text) throws Exception {
        OtherProgram program = new OtherProgram(text);
        program.said.readLine();
        return program;
    }

    /** One in which so many letters are selected. */
    static OtherProgram selecting(int letters) throws Exception {
        OtherProgram program = new OtherProgram("x", String.valueOf(letters));
        program.said.readLine();
        return program;
    }

    /** What another program would paste. */
    static String pasted() throws Exception {
        try (OtherProgram program = new OtherProgram()) {
            return program.said.readLine();
        }
    }

    boolean isThere() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws Exception {
        Clipboard primary = Toolkit.getDefaultToolkit().getSystemSelection();
        if (arguments.length == 0) {
            System.out.println(primary.getData(DataFlavor.stringFlavor));
            return;
        }
        int times = arguments.length == 1 ? 1 : Integer.parseInt(arguments[1]);
        primary.setContents(new StringSelection(arguments[0].repeat(times)), null);
        System.out.println("selected");
        new InputStreamReader(System.in, StandardCharsets.UTF_8).read(); // until the end
    }
}

package isthmus.app.run;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/**
 * Starts a command on the console of Windows that it has itself, and does to that console what a person would do with the
 * window. Arguments: a folder, and the command. An order is a file named {@code order} in the folder, which is removed
 * once it was carried out: {@code resize COLUMNS ROWS} (buffer and window, not to less than they have), {@code window COLUMNS ROWS} (the part of the buffer that shows, of which
 * no event tells), {@code ctrl-c} (as a key), {@code interrupt} (as an event).
 */
final class ConsoleHand {
    private static final int STD_INPUT_HANDLE = -10, STD_OUTPUT_HANDLE = -11;
    private static final int CTRL_C_EVENT = 0;
    /** INPUT_RECORD and what is in one. */
    private static final int RECORD_BYTES = 20, KEY_EVENT = 1, LEFT_CTRL_PRESSED = 8;

    private ConsoleHand() {}

    /** The console functions of kernel32, as MSDN has them; a handle is a long, a COORD an int. */
    private static final class Kernel32 {
        static {
            Native.register(Kernel32.class, "kernel32");
        }

        static native long GetStdHandle(int which);

        static native boolean SetConsoleScreenBufferSize(long output, int size);

        static native boolean SetConsoleWindowInfo(long output, boolean absolute, short[] rectangle);

        static native boolean WriteConsoleInputW(long input, byte[] records, int count, int[] written);

        static native boolean GenerateConsoleCtrlEvent(int event, int processGroup);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Signals.register("INT", () -> {}); // meant for the command
        Path order = Path.of(arguments[0], "order");
        Process command = new ProcessBuilder(Arrays.asList(arguments).subList(1, arguments.length))
                .inheritIO()
                .start();
        while (!command.waitFor(20, TimeUnit.MILLISECONDS)) {
            if (Files.exists(order)) {
                carryOut(Files.readString(order).strip().split(" "));
                Files.delete(order);
            }
        }
        System.exit(command.exitValue());
    }

    private static void carryOut(String... words) {
        switch (words[0]) {
            case "resize" -> {
                setBuffer(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                setWindow(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            }
            case "window" -> setWindow(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            case "ctrl-c" -> pressControlC();
            case "interrupt" -> check(Kernel32.GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static void setBuffer(int columns, int rows) {
        check(Kernel32.SetConsoleScreenBufferSize(Kernel32.GetStdHandle(STD_OUTPUT_HANDLE), rows << 16 | columns));
    }

    private static void setWindow(int columns, int rows) {
        short[] window = {0, 0, (short) (columns - 1), (short) (rows - 1)};
        check(Kernel32.SetConsoleWindowInfo(Kernel32.GetStdHandle(STD_OUTPUT_HANDLE), true, window));
    }

    private static void pressControlC() {
        for (int down = 1; down >= 0; down--) {
            byte[] key = ByteBuffer.allocate(RECORD_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putShort((short) KEY_EVENT)
                    .putShort((short) 0)
                    .putInt(down)
                    .putShort((short) 1)
                    .putShort((short) 'C')
                    .putShort((short) 0)
                    .putChar('\3')
                    .putInt(LEFT_CTRL_PRESSED)
                    .array();
            check(Kernel32.WriteConsoleInputW(Kernel32.GetStdHandle(STD_INPUT_HANDLE), key, 1, new int[1]));
        }
    }

    private static void check(boolean done) {
        if (!done) {
            throw new IllegalStateException("the console does not do it");
        }
    }
}

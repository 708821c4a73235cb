package isthmus.platform.windows.host;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import isthmus.core.files.TextNames;
import java.util.ArrayList;
import java.util.List;

/** The words of the command that started this process. Java's own went through the code page, which has not all characters. */
public final class CommandLine {
    private CommandLine() {}

    private static final class Kernel32 {
        static {
            Native.register(Kernel32.class, "kernel32");
        }

        static native Pointer GetCommandLineW();

        static native Pointer LocalFree(Pointer memory);
    }

    private static final class Shell32 {
        static {
            Native.register(Shell32.class, "shell32");
        }

        static native Pointer CommandLineToArgvW(Pointer line, Memory count);
    }

    /** As bytes of UTF-8, one char each; null if Windows does not tell. */
    public static List<String> words() {
        try (Memory count = new Memory(Integer.BYTES)) {
            Pointer words = Shell32.CommandLineToArgvW(Kernel32.GetCommandLineW(), count);
            if (words == null) {
                return null;
            }
            try {
                List<String> found = new ArrayList<>();
                for (int i = 0; i < count.getInt(0); i++) {
                    found.add(TextNames.bytes(
                            words.getPointer((long) i * Native.POINTER_SIZE).getWideString(0)));
                }
                return found;
            } finally {
                Kernel32.LocalFree(words);
            }
        }
    }
}

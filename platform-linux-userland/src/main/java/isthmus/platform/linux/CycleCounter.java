package isthmus.platform.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.SymbolProvider;
import isthmus.core.asm.CounterCode;
import isthmus.core.south.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongSupplier;

/** The processor's time stamp counter, read by a few instructions of ours in this process; the code stays until the end. */
final class CycleCounter {
    private static final Path CLOCK_SOURCE =
            Path.of("/sys/devices/system/clocksource/clocksource0/current_clocksource");
    private static final int PROT_READ_EXEC = 5, MAP_PRIVATE = 2;
    private static final LongSupplier FOUND = make();

    private CycleCounter() {}

    /** Null if the host itself does not trust the counter, or forbids code that is not from a file. */
    static LongSupplier find() {
        return FOUND;
    }

    /** What the host tells the time by; empty if it does not say. */
    static String clockSource() {
        try {
            return Files.readString(CLOCK_SOURCE).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static LongSupplier make() {
        if (!clockSource().equals("tsc")) {
            return null;
        }
        CounterCode code = new CounterCode();
        byte[] bytes = code.bytes();
        long address;
        try (SharedFile file = new SharedFile("isthmus-counter", bytes.length)) {
            Libc.write(file.fd, bytes, bytes.length);
            address = Libc.mmap(0, bytes.length, PROT_READ_EXEC, MAP_PRIVATE, file.fd, 0);
        } catch (LastErrorException | HostException e) {
            return null; // isthmus doctor says so
        }
        SymbolProvider symbols = (library, name, parent) ->
                address + (name.equals("read") ? code.readOffset() : code.isInvariantOffset());
        Native.register(
                Functions.class, NativeLibrary.getInstance("c", Map.of(Library.OPTION_SYMBOL_PROVIDER, symbols)));
        return Functions.isInvariant() != 0 ? Functions::read : null;
    }

    /** The code's functions. */
    private static final class Functions {
        static native long read();

        static native int isInvariant();
    }
}

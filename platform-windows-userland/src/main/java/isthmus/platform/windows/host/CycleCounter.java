package isthmus.platform.windows.host;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.SymbolProvider;
import isthmus.core.asm.CounterCode;
import java.util.Map;
import java.util.function.LongSupplier;

/** The processor's time stamp counter, read by a few instructions of ours in this process; the code stays until the end. */
public final class CycleCounter {
    private static final int MEM_COMMIT_RESERVE = 0x3000, PAGE_READWRITE = 4, PAGE_EXECUTE_READ = 0x20;
    private static final LongSupplier FOUND = make();

    private CycleCounter() {}

    /** Null if the counter does not run evenly, or this process may not make code. */
    public static LongSupplier find() {
        return FOUND;
    }

    private static LongSupplier make() {
        CounterCode code = new CounterCode();
        byte[] bytes = code.bytes();
        long address;
        try {
            address = Kernel32.VirtualAlloc(0, bytes.length, MEM_COMMIT_RESERVE, PAGE_READWRITE);
            new Pointer(address).write(0, bytes, 0, bytes.length);
            Kernel32.VirtualProtect(address, bytes.length, PAGE_EXECUTE_READ, new int[1]);
        } catch (LastErrorException e) {
            return null; // a policy forbids it (ProhibitDynamicCode); programs ask the kernel for the time then
        }
        SymbolProvider symbols = (library, name, parent) ->
                address + (name.equals("read") ? code.readOffset() : code.isInvariantOffset());
        Native.register(
                Functions.class,
                NativeLibrary.getInstance("kernel32", Map.of(Library.OPTION_SYMBOL_PROVIDER, symbols)));
        return Functions.isInvariant() != 0 ? Functions::read : null;
    }

    /** The host's memory functions. */
    private static final class Kernel32 {
        static {
            Native.register(Kernel32.class, "kernel32");
        }

        static native long VirtualAlloc(long address, long bytes, int type, int protection) throws LastErrorException;

        static native boolean VirtualProtect(long address, long bytes, int protection, int[] old)
                throws LastErrorException;
    }

    /** The code's functions. */
    private static final class Functions {
        static native long read();

        static native int isInvariant();
    }
}

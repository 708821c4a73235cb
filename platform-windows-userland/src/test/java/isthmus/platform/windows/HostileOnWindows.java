package isthmus.platform.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.asm.Assembler;
import isthmus.core.asm.Label;
import isthmus.core.asm.Register;
import isthmus.core.south.GuestEvent;
import isthmus.core.south.GuestProcess;
import isthmus.core.south.GuestThread;
import isthmus.core.south.Protection;
import isthmus.core.south.Registers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guests that have got past the pages' rule and call Windows itself, by way of ntdll: what the confinement leaves them. What
 * Wine, which has no confinement, lets through is printed; on Windows it must be refused.
 */
class HostileOnWindows extends GuestCode {
    private static final boolean WINE = isWine();
    private static final int ATTRIBUTES = 0x1000, NAME = 0x1100, TEXT = 0x1200, RESULT = 0x1000 + 0x800;
    private static final int ATTRIBUTES_BYTES = 48, CASE_INSENSITIVE = 0x40;
    private static final int MOST_ARGUMENTS = 11;
    /** So much of the thread block belongs to Windows alone. */
    private static final int BLOCK_BYTES = 0x1000;

    private static final int PEB_IN_BLOCK = 0x60, PARAMETERS_IN_PEB = 0x20;
    /** In RTL_USER_PROCESS_PARAMETERS. */
    private static final int CURRENT_DIRECTORY = 0x38, COMMAND_LINE = 0x70, ENVIRONMENT = 0x80;

    /** How guests here may end. */
    @AfterEach
    void itsEndIsNamed() {
        complaints.removeIf(line -> line.contains("ended by itself") || line.contains("which is no guest's"));
    }

    private static boolean isWine() {
        return Kernel32.GetProcAddress(Kernel32.GetModuleHandleA("ntdll.dll"), "wine_get_version") != 0;
    }

    // --- the guest --------------------------------------------------------------------------------------------------

    /** Calls what the kernel puts into its memory, as the stub's own code would, and answers with a system call. */
    private void loadCaller() {
        Assembler a = new Assembler(CODE);
        Label loop = a.here("loop");
        call(a);
        a.mov(Register.RBX, DATA);
        a.loadGs(Register.R12, Layout.SLOT_POINTER);
        a.load(Register.RAX, Register.R12, Layout.HOST_FS);
        a.wrfsbase(Register.RAX);
        a.mov(Register.R14, Register.RSP);
        a.load(Register.RSP, Register.R12, Layout.HOST_STACK);
        for (int i = 5; i <= MOST_ARGUMENTS; i++) {
            a.load(Register.RAX, Register.RBX, 8 * i);
            a.store(Register.RSP, 8 * (i - 1), Register.RAX);
        }
        Register[] first = {Register.RCX, Register.RDX, Register.R8, Register.R9};
        for (int i = 0; i < first.length; i++) {
            a.load(first[i], Register.RBX, 8 * (i + 1));
        }
        a.load(Register.RAX, Register.RBX, 0);
        a.call(Register.RAX);
        a.mov(Register.RSP, Register.R14);
        a.jmp(loop);
        load(a);
        assertEquals(GuestEvent.SYSTEM_CALL, thread.resume());
    }

    /** What a function, called in the guest's process, returns. */
    private long callIn(long function, long... arguments) {
        data(0, function);
        for (int i = 0; i < MOST_ARGUMENTS; i++) {
            data(8 * (i + 1), i < arguments.length ? arguments[i] : 0);
        }
        assertEquals(GuestEvent.SYSTEM_CALL, thread.resume());
        return thread.registers().get(Registers.RAX);
    }

    private void data(int offset, long value) {
        segment.buffer().putLong(0x100000 + offset, value);
    }

    /** OBJECT_ATTRIBUTES of a name, in the guest's memory. */
    private long attributes(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_16LE);
        segment.buffer().put(0x100000 + TEXT, text);
        data(NAME, text.length | (long) text.length << 16);
        data(NAME + 8, DATA + TEXT);
        data(ATTRIBUTES, ATTRIBUTES_BYTES);
        data(ATTRIBUTES + 8, 0);
        data(ATTRIBUTES + 16, name.isEmpty() ? 0 : DATA + NAME);
        data(ATTRIBUTES + 24, CASE_INSENSITIVE);
        data(ATTRIBUTES + 32, 0);
        data(ATTRIBUTES + 40, 0);
        return DATA + ATTRIBUTES;
    }

    /** What must be refused. Returns whether it was. */
    private static boolean expectRefusal(String what, boolean refused) {
        System.out.println("hostile guest: " + what + ": " + (refused ? "refused" : "LET THROUGH"));
        assertTrue(refused || WINE, what);
        return refused;
    }

    /** Wine's own code in the process finds its thread through what the guest destroys here, and stops for nobody any more. */
    @Test
    void aGuestThatCannotBeLookedAtEnds() throws InterruptedException {
        Assembler a = new Assembler(CODE);
        a.xor32(Register.RAX, Register.RAX);
        for (int i = 0; i < BLOCK_BYTES; i += 8) {
            a.storeGs(i, Register.RAX);
        }
        a.mov(Register.RBX, DATA);
        a.store(Register.RBX, 0, Register.RBX);
        Label spin = a.here("spin");
        a.jmp(spin);
        load(a);
        Thread other = new Thread(() -> {
            while (segment.buffer().getLong(0x100000) == 0) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < 5; i++) {
                thread.interrupt();
            }
        });
        other.setDaemon(true);
        other.start();
        long start = System.nanoTime();
        GuestEvent event = thread.resume();
        System.out.println("hostile guest: destroying its thread block: " + event + " after "
                + (System.nanoTime() - start) / 1_000_000 + " ms");
        assertEquals(WINE ? GuestEvent.GONE : GuestEvent.INTERRUPTED, event);
        other.join(30_000);
        assertFalse(other.isAlive());
    }

    // --- what it asks for -------------------------------------------------------------------------------------------

    private int openFile(Path file, int access, int disposition) {
        long at = attributes("\\??\\" + file.toAbsolutePath());
        int shareAll = 7;
        int synchronous = 0x20;
        return (int) callIn(
                Kernel32.ntdll("NtCreateFile"),
                DATA + RESULT,
                access,
                at,
                DATA + RESULT + 16,
                0,
                0,
                shareAll,
                disposition,
                synchronous);
    }

    @Test
    void filesOfTheUser(@TempDir Path folder) throws IOException {
        int read = 0x80000000 | 0x100000;
        int write = 0x40000000 | 0x100000;
        int open = 1;
        int create = 2;
        loadCaller();
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        expectRefusal("writing to a file of the user", openFile(secret, write, open) < 0);
        expectRefusal("making a file", openFile(folder.resolve("made"), write, create) < 0);
        boolean strict = platform.confinement().level.restricted;
        boolean refused = openFile(secret, read, open) < 0;
        System.out.println("hostile guest: reading a file of the user: " + (refused ? "refused" : "LET THROUGH"));
        assertTrue(refused || WINE || !strict, "the strictest token reads no file of the user");
    }

    @Test
    void otherProcesses() {
        int anything = 0x1fffff;
        loadCaller();
        data(RESULT + 64, ProcessHandle.current().pid());
        data(RESULT + 72, 0);
        long at = attributes("");
        int status = (int) callIn(Kernel32.ntdll("NtOpenProcess"), DATA + RESULT, anything, at, DATA + RESULT + 64);
        expectRefusal("opening the kernel's process", status < 0);
    }

    @Test
    void newProcesses() {
        loadCaller();
        byte[] command = "C:\\windows\\system32\\hostname.exe\0".getBytes(StandardCharsets.ISO_8859_1);
        segment.buffer().put(0x100000 + TEXT, command);
        long winExec = Kernel32.GetProcAddress(Kernel32.GetModuleHandleA("kernel32.dll"), "WinExec");
        data(0, winExec);
        data(8, DATA + TEXT);
        data(16, 0);
        GuestEvent event = thread.resume();
        // More than 31 if it has started one. A stub is not made to run kernel32, and may die of it.
        boolean refused = event != GuestEvent.SYSTEM_CALL || thread.registers().get(Registers.RAX) <= 31;
        expectRefusal("starting a program", refused);
    }

    @Test
    void theNetwork() {
        loadCaller();
        long at = attributes("\\Device\\Afd\\Endpoint");
        int status =
                (int) callIn(Kernel32.ntdll("NtOpenFile"), DATA + RESULT, 0xc0100000L, at, DATA + RESULT + 16, 3, 0);
        // No barrier of ours is against this; it is printed to be known.
        System.out.println("hostile guest: opening the network's device: " + (status < 0 ? "refused" : "LET THROUGH"));
    }

    /** A thread of another process that has made a call, as the guest is about to; both have the same code and data. */
    private GuestThread callerIn(GuestProcess other) {
        GuestThread neighbour = other.newThread();
        loadCaller();
        other.map(CODE, segment, 0, 0x10000, RX);
        other.map(DATA, segment, 0x100000, 0x10000, RW);
        start(neighbour);
        assertEquals(GuestEvent.SYSTEM_CALL, neighbour.resume());
        return neighbour;
    }

    /** Its own process is the guest's to spoil: it ends, and nothing else does. */
    @Test
    void itsOwnEnd() {
        GuestProcess other = platform.spawn();
        GuestThread neighbour = callerIn(other);
        data(0, Kernel32.ntdll("NtTerminateProcess"));
        data(8, -1);
        data(16, 0);
        assertEquals(GuestEvent.GONE, thread.resume());
        assertFalse(process.isAlive());
        data(0, Kernel32.ntdll("NtSetEvent"));
        data(8, 0x7ffc); // no handle
        assertEquals(GuestEvent.SYSTEM_CALL, neighbour.resume());
        assertTrue(neighbour.registers().get(Registers.RAX) != 0, "refused, and it goes on");
        neighbour.close();
        other.close();
    }

    /** Jumps into ntdll where they are, without a stack that Windows likes, and to places that are no functions. */
    @SuppressWarnings("try") // a guest that waits is closed by another thread
    @Test
    void wildJumpsIntoWindows() {
        long[] targets = {
            Kernel32.ntdll("NtCreateFile"),
            Kernel32.ntdll("NtTerminateProcess") + 3,
            Kernel32.ntdll("RtlAllocateHeap") + 1,
            Kernel32.ntdll("KiUserExceptionDispatcher"),
            Kernel32.ntdll("LdrLoadDll"),
            Kernel32.ntdll("NtContinue")
        };
        for (long target : targets) {
            try (GuestProcess guest = platform.spawn()) {
                GuestThread jumper = guest.newThread();
                Assembler a = new Assembler(CODE);
                a.mov(Register.RAX, target);
                a.jmp(Register.RAX);
                segment.buffer().put(0x40000, a.finish());
                guest.map(CODE, segment, 0x40000, 0x10000, RX);
                guest.map(DATA, segment, 0x100000, 0x10000, RW);
                start(jumper);
                Thread impatient = new Thread(() -> {
                    try {
                        Thread.sleep(2000);
                        guest.close(); // it may as well wait for something
                    } catch (InterruptedException e) {
                        return; // it has ended by itself
                    }
                });
                impatient.start();
                GuestEvent event = jumper.resume();
                impatient.interrupt();
                assertTrue(event == GuestEvent.GONE || event == GuestEvent.FAULT, event.toString());
            }
        }
        loadCaller(); // the others are not harmed
    }

    // --- what it finds ----------------------------------------------------------------------------------------------

    /** The process block tells nothing of the user: no environment, not the folder that Isthmus was started in. */
    @Test
    void theProcessBlockTellsNothing() {
        Assembler a = new Assembler(CODE);
        a.loadGs(Register.RAX, PEB_IN_BLOCK);
        call(a);
        Label next = a.here("next");
        a.load(Register.RAX, Register.RDI, 0);
        call(a);
        a.jmp(next);
        load(a);
        assertEquals(GuestEvent.SYSTEM_CALL, thread.resume());
        long block = thread.registers().get(Registers.RAX);
        long parameters = peek(block + PARAMETERS_IN_PEB);
        assertEquals("isthmus-guest", text(parameters + COMMAND_LINE), "the command line");
        String environment = environment(peek(parameters + ENVIRONMENT));
        System.out.println("hostile guest: environment: " + environment.replace('\0', ' '));
        assertTrue(WINE || environment.isEmpty(), environment); // Wine gives some of its own
        String directory = text(parameters + CURRENT_DIRECTORY);
        assertTrue(directory.toLowerCase(java.util.Locale.ROOT).contains("\\system32"), directory);
    }

    private long peek(long address) {
        thread.registers().set(Registers.RDI, address);
        assertEquals(GuestEvent.SYSTEM_CALL, thread.resume());
        return thread.registers().get(Registers.RAX);
    }

    private String environment(long address) {
        StringBuilder text = new StringBuilder();
        for (long at = address; text.length() < 0x4000 && (peek(at) & 0xffffffffL) != 0; at += 2) {
            text.append((char) peek(at));
        }
        return text.toString();
    }

    /** A UNICODE_STRING. */
    private String text(long address) {
        int bytes = (int) peek(address) & 0xffff;
        long at = peek(address + 8);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes; i += 2) {
            text.append((char) peek(at + i));
        }
        return text.toString();
    }

    /** Handles that somebody could guess: the events and the shared memory of its run, and what Windows opens by itself. */
    @Test
    void handlesAreFewAndHarmless() {
        loadCaller();
        String program = Path.of(platform.program()).getFileName().toString();
        TreeSet<String> found = new TreeSet<>();
        List<ProcessHandle> stubs = ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith(program))
                .toList();
        assertFalse(stubs.isEmpty());
        for (ProcessHandle stub : stubs) {
            found.addAll(HandleTypes.in(stub.pid()));
        }
        System.out.println("hostile guest: handles in its process: " + found);
        for (String type : found) {
            boolean windowsOwn = type.matches("File .*(?i:\\\\system32\\\\?)");
            boolean winesOwn = WINE && HandleTypes.isOfWine(type);
            assertTrue(HandleTypes.HARMLESS.contains(type) || windowsOwn || winesOwn, type);
        }
    }

    /** Whatever number it takes for a handle: there is no process and no thread behind it that it could read, write or end. */
    @Test
    void guessedHandlesReachNobody() {
        GuestProcess other = platform.spawn();
        GuestThread neighbour = callerIn(other);
        long[] functions = {
            Kernel32.ntdll("NtTerminateProcess"),
            Kernel32.ntdll("NtSuspendProcess"),
            Kernel32.ntdll("NtReadVirtualMemory"),
            Kernel32.ntdll("NtSuspendThread"),
            Kernel32.ntdll("NtTerminateThread")
        };
        for (long handle = 4; handle < 0x400; handle += 4) {
            for (long function : functions) {
                // What reads does so at a page that Windows maps into every process; the others take what they need of
                // it.
                long answer = callIn(function, handle, 0x7ffe0000L, DATA + RESULT, 8, 0);
                assertTrue((int) answer < 0, "handle " + Long.toHexString(handle) + " of function " + function);
            }
        }
        data(0, Kernel32.ntdll("NtSetEvent"));
        data(8, 0x7ffc); // no handle
        assertEquals(GuestEvent.SYSTEM_CALL, neighbour.resume(), "it has noticed nothing");
        neighbour.close();
        other.close();
    }

    @Test
    void theStubsCodeCannotBeWritten() {
        Assembler a = new Assembler(CODE);
        a.mov(Register.RBX, Layout.CODE);
        a.store(Register.RBX, 0, Register.RBX);
        a.ud2();
        load(a);
        assertEquals(GuestEvent.FAULT, thread.resume());
        assertEquals(Layout.CODE, thread.fault().address());
        assertEquals(Protection.WRITE, thread.fault().access());
    }
}

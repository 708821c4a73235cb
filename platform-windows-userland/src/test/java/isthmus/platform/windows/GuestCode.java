package isthmus.platform.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.core.asm.Assembler;
import isthmus.core.asm.Label;
import isthmus.core.asm.Register;
import isthmus.core.south.GuestProcess;
import isthmus.core.south.GuestThread;
import isthmus.core.south.Protection;
import isthmus.core.south.Registers;
import isthmus.core.south.SharedSegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests have in common that run small pieces of guest code in a real stub. */
abstract class GuestCode {
    static final long CODE = 0x400000, DATA = CODE + 0x100000;
    static final int RW = Protection.READ | Protection.WRITE, RX = Protection.READ | Protection.EXEC;

    final List<String> complaints = new CopyOnWriteArrayList<>();
    WindowsPlatform platform;
    GuestProcess process;
    GuestThread thread;
    SharedSegment segment;

    @BeforeEach
    void open() {
        platform = new WindowsPlatform(complaints::add);
        process = platform.spawn();
        thread = process.newThread();
        segment = platform.allocateSegment();
        segment.commit(0, 0x400000);
    }

    @AfterEach
    void close() {
        process.close();
        platform.close();
        assertEquals(List.of(), complaints);
    }

    void load(Assembler code) {
        byte[] bytes = code.finish();
        segment.buffer().put(0, bytes);
        process.map(CODE, segment, 0, 0x10000, RX);
        process.map(DATA, segment, 0x100000, 0x10000, RW);
        start(thread);
    }

    static void start(GuestThread guest) {
        guest.registers().set(Registers.RIP, CODE);
        guest.registers().set(Registers.RSP, DATA + 0x10000);
    }

    /** A call as a patched site makes it. */
    void call(Assembler a) {
        Label back = new Label("back");
        a.movLabel(Register.RCX, back);
        a.mov(Register.R11, platform.systemCallEntry());
        a.jmp(Register.R11);
        a.bind(back);
    }
}

package isthmus.platform.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.core.asm.Assembler;
import isthmus.core.asm.Cond;
import isthmus.core.asm.Label;
import isthmus.core.asm.Register;
import isthmus.core.south.GuestEvent;
import isthmus.core.south.Registers;
import org.junit.jupiter.api.Test;

/** What Windows leaves in FS when it changes threads is not the guest's base: zero, or what the thread began with. */
class FsBaseOnWindows extends GuestCode {
    private static final long VALUE = 0x1122334455667788L;
    /** So far from the base that no base of the host's makes an address of it. */
    private static final long FAR = 0x7000_0000_0000L;

    private static final long BASE = DATA + 0x100 - FAR;

    /** Loads through FS after it was lost to {@code lost} or, if that is below zero, to the host's, and calls. */
    private void loadLoser(long lost) {
        Assembler a = new Assembler(CODE);
        Label loop = a.here("loop");
        if (lost < 0) {
            a.loadGs(Register.R12, Layout.SLOT_POINTER);
            a.load(Register.RAX, Register.R12, Layout.HOST_FS);
        } else {
            a.mov(Register.RAX, lost);
        }
        a.wrfsbase(Register.RAX);
        a.test(Register.RBX, Register.RBX);
        Label noLoad = new Label("no-load");
        a.jcc(Cond.E, noLoad);
        a.bytes(0x64, 0x48, 0x8b, 0x07); // mov rax, fs:[rdi]
        a.bind(noLoad);
        call(a);
        a.jmp(loop);
        load(a);
        segment.buffer().putLong(0x100100, VALUE);
        thread.registers().set(Registers.RDI, FAR);
        thread.registers().set(Registers.FS_BASE, BASE);
    }

    @Test
    void theHostsBaseIsALostOne() {
        losesNothing(-1);
    }

    @Test
    void zeroIsALostOne() {
        losesNothing(0);
    }

    private void losesNothing(long lost) {
        loadLoser(lost);
        for (int i = 0; i < 10; i++) {
            boolean loads = i % 2 == 0;
            thread.registers().set(Registers.RBX, loads ? 1 : 0);
            assertEquals(GuestEvent.SYSTEM_CALL, thread.resume(), "no fault of the guest's");
            assertEquals(BASE, thread.registers().get(Registers.FS_BASE));
            if (loads) {
                assertEquals(VALUE, thread.registers().get(Registers.RAX));
            }
        }
    }

    /** A fault with the right base is the guest's own, even if that is the host's. */
    @Test
    void aFaultThroughTheRightBaseIsReported() {
        loadLoser(-1);
        thread.registers().set(Registers.RBX, 0);
        assertEquals(GuestEvent.SYSTEM_CALL, thread.resume());
        long host = hostsBase();
        thread.registers().set(Registers.FS_BASE, host);
        thread.registers().set(Registers.RBX, 1);
        assertEquals(GuestEvent.FAULT, thread.resume());
        assertEquals(11, thread.fault().signal());
        assertEquals(host, thread.registers().get(Registers.FS_BASE));
    }

    /** The guest has just loaded the host's base into rax. */
    private long hostsBase() {
        return thread.registers().get(Registers.RAX);
    }

    /** With each event that the debugger hears Windows may lose the base: that makes no fault another's than the guest's. */
    @Test
    void aFaultWithoutFsIsTheGuests() {
        Assembler a = new Assembler(CODE);
        a.load(Register.RAX, Register.RDI, 0);
        a.ud2();
        load(a);
        assertOwnFault(FAR);
    }

    @Test
    void aFaultThroughFsIsTheGuests() {
        Assembler a = new Assembler(CODE);
        a.bytes(0x64, 0x48, 0x8b, 0x47, 0x08); // mov rax, fs:[rdi + 8]
        a.ud2();
        load(a);
        assertOwnFault(BASE + FAR + 0x100000 + 8);
    }

    /** Which cannot be told by its address. */
    @Test
    void aFaultOfAGatherIsTheGuests() {
        Assembler a = new Assembler(CODE);
        a.bytes(0xc5, 0xfd, 0x76, 0xc0); // vpcmpeqd ymm0, ymm0, ymm0
        a.bytes(0xc5, 0xf1, 0xef, 0xc9); // vpxor xmm1, xmm1, xmm1
        a.bytes(0x64, 0xc4, 0xe2, 0xfd, 0x90, 0x14, 0x0f); // vpgatherdq ymm2, fs:[rdi + xmm1], ymm0
        a.ud2();
        load(a);
        assertOwnFault(BASE + FAR + 0x100000);
    }

    private void assertOwnFault(long address) {
        thread.registers().set(Registers.RDI, address < FAR ? FAR + 0x100000 : FAR);
        thread.registers().set(Registers.FS_BASE, BASE);
        for (int i = 0; i < 3; i++) {
            assertEquals(GuestEvent.FAULT, thread.resume());
            assertEquals(11, thread.fault().signal());
            assertEquals(address, thread.fault().address());
            assertEquals(BASE, thread.registers().get(Registers.FS_BASE));
        }
    }

    /** However often Windows loses it, without the guest having called: here as often as it is looked at. */
    @Test
    void whoSpinsThroughFsGoesOn() throws InterruptedException {
        Assembler a = new Assembler(CODE);
        Label loop = a.here("loop");
        a.bytes(0x64, 0xc5, 0xfe, 0x6f, 0x07); // vmovdqu ymm0, fs:[rdi]
        a.jmp(loop);
        load(a);
        thread.registers().set(Registers.RDI, FAR);
        thread.registers().set(Registers.FS_BASE, BASE);
        GuestEvent[] event = {null};
        Thread server = new Thread(() -> event[0] = thread.resume());
        server.start();
        for (int i = 0; i < 200; i++) {
            ((WindowsGuestThread) thread).loseFsBase();
            Thread.sleep(1);
        }
        thread.interrupt();
        server.join();
        assertEquals(GuestEvent.INTERRUPTED, event[0]);
        assertEquals(BASE, thread.registers().get(Registers.FS_BASE));
    }
}

package isthmus.platform.windows;

import static isthmus.platform.windows.FsAccess.Cause.GUEST;
import static isthmus.platform.windows.FsAccess.Cause.LOST_BASE;
import static isthmus.platform.windows.FsAccess.Cause.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.platform.windows.FsAccess.Cause;
import org.junit.jupiter.api.Test;

/** The instructions are as binutils encode them; register number n holds 0x10000 * (n + 1). */
class FsAccessTest {
    private static final long BASE = 0x7000_1234_0000L, HOST = 0x6000_0000_1000L;

    private static Cause cause(long reported, int... code) {
        byte[] bytes = new byte[FsAccess.LONGEST];
        for (int i = 0; i < code.length; i++) {
            bytes[i] = (byte) code[i];
        }
        return FsAccess.cause(bytes, number -> 0x10000L * (number + 1), reported, BASE, 0, HOST);
    }

    /** It means one distance from the base. */
    private static void means(long offset, int... code) {
        assertEquals(GUEST, cause(BASE + offset, code));
        assertEquals(LOST_BASE, cause(offset, code));
        assertEquals(LOST_BASE, cause(HOST + offset, code));
        assertEquals(GUEST, cause(offset + 0x123456, code), "another operand of it");
    }

    @Test
    void withoutFs() {
        assertEquals(GUEST, cause(0x10000, 0x48, 0x8b, 0x00)); // mov rax, [rax]
        assertEquals(GUEST, cause(0x10000, 0x65, 0x48, 0x8b, 0x00)); // mov rax, gs:[rax]
        assertEquals(GUEST, cause(0x10000, 0x64, 0x65, 0x48, 0x8b, 0x00), "the last one wins");
        assertEquals(UNKNOWN, cause(0), "what could not be read looks like add [rax], al");
        assertEquals(GUEST, cause(5, 0x64, 0x48, 0xff, 0xc0), "inc rax");
        assertEquals(GUEST, cause(5, 0x64, 0x90), "nop");
    }

    @Test
    void operands() {
        means(0x28, 0x64, 0x48, 0x8b, 0x04, 0x25, 0x28, 0, 0, 0); // mov rax, fs:0x28
        means(-8, 0x64, 0x48, 0x8b, 0x04, 0x25, 0xf8, 0xff, 0xff, 0xff); // mov rax, fs:-8
        means(0x10000, 0x64, 0x48, 0x8b, 0x00); // mov rax, fs:[rax]
        means(0x90000 - 8, 0x64, 0x49, 0x8b, 0x40, 0xf8); // mov rax, fs:[r8 - 8]
        means(
                0x10000 + 4 * 0x90000 + 0x1234,
                0x64,
                0x42,
                0x8b,
                0x84,
                0x80,
                0x34,
                0x12,
                0,
                0); // mov eax, fs:[rax + 4 * r8 + 0x1234]
        means(0x50000, 0x64, 0x8b, 0x04, 0x24); // mov eax, fs:[rsp]
        means(0x60000, 0x64, 0x8b, 0x45, 0); // mov eax, fs:[rbp]
        means(0x20000, 0x64, 0x67, 0x8b, 0x01); // mov eax, fs:[ecx]
        means(0x20000, 0x64, 0x40, 0x66, 0x8b, 0x01, 0); // a REX in front of a prefix: mov ax, fs:[rcx]
        means(0x20000, 0x66, 0x64, 0x0f, 0x6f, 0x01); // movdqa xmm0, fs:[rcx]
        means(0x20000, 0x64, 0x66, 0x0f, 0x38, 0x00, 0x01); // pshufb xmm0, fs:[rcx]
        means(0x20000, 0x64, 0xff, 0x11); // call fs:[rcx]
        means(0x20000, 0x64, 0x8f, 0x01); // pop fs:[rcx]
        means(
                0x112233445566L,
                0x64,
                0x48,
                0xa1,
                0x66,
                0x55,
                0x44,
                0x33,
                0x22,
                0x11,
                0,
                0); // movabs rax, fs:0x112233445566
    }

    @Test
    void hiddenOperands() {
        means(0x70000, 0x64, 0xa4); // movs
        means(0x70000, 0xf3, 0x64, 0x48, 0xad); // rep lods
        means(0x40000, 0x64, 0xd7); // xlat; al is 0
    }

    @Test
    void vectors() {
        means(0x20000 - 32, 0x64, 0xc5, 0xfe, 0x6f, 0x41, 0xe0); // vmovdqu ymm0, fs:[rcx - 32]
        means(0x90000 + 2 * 0xa0000, 0x64, 0xc4, 0x81, 0x7e, 0x6f, 0x04, 0x48); // vmovdqu ymm0, fs:[r8 + 2 * r9]
        means(0x20000, 0x64, 0xc4, 0xe2, 0x79, 0x18, 0x01); // vbroadcastss xmm0, fs:[rcx]
        means(0x20000 + 64, 0x64, 0x62, 0xf1, 0xfe, 0x48, 0x6f, 0x41, 0x01); // vmovdqu64 zmm0, fs:[rcx + 64]
        means(0x90000, 0x64, 0x62, 0xd1, 0xfe, 0x48, 0x6f, 0x00); // vmovdqu64 zmm0, fs:[r8]
        assertEquals(UNKNOWN, cause(0, 0x64, 0xc4, 0xe2, 0xfd, 0x90, 0x14, 0x0f)); // vpgatherdq
        assertEquals(UNKNOWN, cause(0, 0x64, 0x8b, 0x05, 0, 0, 0, 0)); // mov eax, fs:[rip]
    }

    /** Nobody knows what they mean: the guest is tried again, but not for ever. */
    @Test
    void whatNoProcessorHadWhenThisWasWritten() {
        assertEquals(UNKNOWN, cause(0, 0x64, 0xd5, 0x00, 0x8b, 0x00)); // a REX2 prefix (APX)
        assertEquals(UNKNOWN, cause(0, 0x64, 0xd6));
        assertEquals(UNKNOWN, cause(0, 0x64, 0x62, 0xfc, 0xfc, 0x08, 0x8b, 0x00)); // a base from r16 on
        assertEquals(UNKNOWN, cause(0, 0x64, 0x62, 0xf4, 0xf8, 0x08, 0x8b, 0x04, 0x00)); // such an index
        assertEquals(GUEST, cause(0, 0xd5, 0x00, 0x8b, 0x00), "without FS it is the guest's all the same");
    }

    /** What the processor takes for no address is reported as -1. */
    @Test
    void whatIsNoAddress() {
        byte[] code = {0x64, 0x48, (byte) 0x8b, 0x00}; // mov rax, fs:[rax]
        long far = 0x4000_0000_0000_0000L;
        assertEquals(LOST_BASE, FsAccess.cause(code, number -> far, -1, BASE - far, 0));
        assertEquals(GUEST, FsAccess.cause(code, number -> far, -1, BASE, 0));
        assertEquals(GUEST, FsAccess.cause(code, number -> BASE, -1, 0x1000, 0), "not aligned, say");
    }
}

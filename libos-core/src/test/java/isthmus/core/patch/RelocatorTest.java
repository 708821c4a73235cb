package isthmus.core.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of single instructions. */
class RelocatorTest {
    private static final long GUEST = 0x10_0000, COPY = 0x20_0000, CELL = 0x1f_0000;
    private static final int RCX = 1;

    private static final Relocator.Constants NO_CONSTANTS = value -> 0;

    /** je to the nop; syscall; nop. */
    @Test
    void whoBranchesBehindACallKeepsRcx() {
        byte[] code = {0x74, 2, 0x0f, 0x05, (byte) 0x90};
        Translation translation = Translation.of(GUEST, 3, target -> {
            System.arraycopy(code, 0, target, 0, code.length);
            return code.length;
        });
        Relocator relocator = new Relocator(COPY, NO_CONSTANTS, CELL, null);
        translation.write(relocator);
        CodeCopy copy = relocator.finish();
        assertNotNull(copy);
        Map<Long, Long> entries = new HashMap<>();
        copy.forEachEntry(entries::put);
        ByteBuffer made = ByteBuffer.wrap(copy.code).order(ByteOrder.LITTLE_ENDIAN);
        int behind = (int) (entries.get(GUEST + 4) - COPY);
        assertEquals(0x90, made.get(behind) & 0xff, "behind the call");
        assertEquals(behind, 6 + made.getInt(2), "where the branch goes");

        int returns = behind - 7; // lea rcx, to which the stub comes back
        assertEquals(0x0d8d48, made.getInt(returns) & 0xffffff);
        assertEquals(GUEST + 4, COPY + behind + made.getInt(returns + 3));
        int call = (int) (entries.get(GUEST + 2) - COPY);
        assertEquals(returns, call + 7 + made.getInt(call + 3), "what the stub gets in rcx");
        assertEquals(GUEST + 4, copy.guestAddress(COPY + returns));
        assertEquals(RCX, copy.register(COPY + returns));
        assertEquals(GUEST + 4, COPY + returns + copy.amount(COPY + returns), "rcx as Linux leaves it");
        assertEquals(CodeCopy.NOTHING, copy.register(COPY + behind));
    }
}

package isthmus.core.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What is known of replaced call sites whose code goes away. */
class SitePatcherTest {
    private static final long BASE = 0x10_0000, HIDDEN = 0x20_0000, SITE = BASE + 256;

    private final byte[] memory = new byte[4096];
    private final byte[] hidden = new byte[1 << 16];
    private final SitePatcher patcher = new SitePatcher(0x7000_0000_0000L);

    private final CodeSpace space = new CodeSpace() {
        @Override
        public int readCode(long address, byte[] target) {
            if (address < BASE || address >= BASE + memory.length) {
                return 0;
            }
            int count = (int) Math.min(target.length, BASE + memory.length - address);
            System.arraycopy(memory, (int) (address - BASE), target, 0, count);
            return count;
        }

        @Override
        public boolean patchCode(long address, byte[] code) {
            boolean ours = address >= HIDDEN;
            System.arraycopy(code, 0, ours ? hidden : memory, (int) (address - (ours ? HIDDEN : BASE)), code.length);
            return true;
        }

        @Override
        public long allocateHidden(long near, long bytes) {
            return HIDDEN;
        }
    };

    /** syscall; cmp $-4095,%rax; ret: what follows moves to the trampoline. */
    private void replace() {
        byte[] code = {0x0f, 0x05, 0x48, 0x3d, 0x01, (byte) 0xf0, (byte) 0xff, (byte) 0xff, (byte) 0xc3};
        System.arraycopy(code, 0, memory, (int) (SITE - BASE), code.length);
        for (int i = 0; i < 12; i++) {
            patcher.trapped(space, SITE, 39, true);
        }
    }

    @Test
    void whatIsGoneLeadsNowhere() {
        replace();
        long continuation = patcher.toHost(SITE + 2);
        assertNotEquals(SITE + 2, continuation);
        patcher.forget(SITE + 1, 4096);
        assertEquals(continuation, patcher.toHost(SITE + 2), "that was another place");
        patcher.forget(BASE, 4096);
        assertEquals(SITE + 2, patcher.toHost(SITE + 2));
        assertTrue(patcher.isEmpty());
        replace();
        assertNotEquals(SITE + 2, patcher.toHost(SITE + 2), "new code at the same place");
        assertEquals(0xe9, memory[(int) (SITE - BASE)] & 0xff);
    }
}

package isthmus.core.patch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is known of replaced call sites whose code changes or goes away. */
class SitePatcherTest {
    private static final int PAGE = 4096;
    private static final long BASE = 0x10_0000, HIDDEN = 0x20_0000, SITE = BASE + 256;

    /** syscall; cmp $-4095,%rax; ret: what follows moves to the trampoline. */
    private static final byte[] CODE = {0x0f, 0x05, 0x48, 0x3d, 0x01, (byte) 0xf0, (byte) 0xff, (byte) 0xff, (byte) 0xc3
    };

    /** Traps after which a site has been replaced, if it ever is. */
    private static final int MANY = 12;

    /** Runs before something is replaced. */
    private Runnable meanwhile = () -> {};

    private final byte[] memory = new byte[2 * PAGE];
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
        public boolean replace(long address, byte[] expected, byte[] code, Runnable done) {
            meanwhile.run();
            if (!Arrays.equals(bytes(address, expected.length), expected)) {
                return false;
            }
            write(address, code);
            done.run();
            return true;
        }

        @Override
        public boolean writeHidden(long address, byte[] code) {
            System.arraycopy(code, 0, hidden, (int) (address - HIDDEN), code.length);
            return true;
        }

        @Override
        public long allocateHidden(long near, long bytes) {
            return HIDDEN;
        }
    };

    private byte[] bytes(long address, int count) {
        int from = (int) (address - BASE);
        return Arrays.copyOfRange(memory, from, from + count);
    }

    private void write(long address, byte[] code) {
        System.arraycopy(code, 0, memory, (int) (address - BASE), code.length);
    }

    private void replace() {
        write(SITE, CODE);
        trap(SITE, 39, true);
    }

    private void trap(long site, int number, boolean alone) {
        for (int i = 0; i < MANY; i++) {
            patcher.trapped(space, site, number, alone);
        }
    }

    @Test
    void whatIsGoneLeadsNowhere() {
        replace();
        long continuation = patcher.toHost(SITE + 2);
        assertNotEquals(SITE + 2, continuation);
        patcher.forget(SITE + 1, PAGE);
        assertEquals(continuation, patcher.toHost(SITE + 2), "that was another place");
        patcher.forget(BASE, PAGE);
        assertEquals(SITE + 2, patcher.toHost(SITE + 2));
        assertTrue(patcher.isEmpty());
        replace();
        assertNotEquals(SITE + 2, patcher.toHost(SITE + 2), "new code at the same place");
        assertEquals(0xe9, memory[(int) (SITE - BASE)] & 0xff);
    }

    @Test
    void whatTheGuestWillWriteIsAsTheGuestHasIt() {
        replace();
        long continuation = patcher.toHost(SITE + 2);
        SitePatcher child = patcher.copy();
        assertEquals(Set.of(BASE), patcher.replacedPages(BASE, BASE + PAGE));
        patcher.revert(this::write, BASE, BASE + PAGE);
        assertArrayEquals(CODE, bytes(SITE, CODE.length));
        assertEquals(Set.of(), patcher.replacedPages(BASE, BASE + PAGE));
        assertEquals(SITE + 2, patcher.toHost(SITE + 2));
        assertEquals(SITE + 2, patcher.toGuest(continuation), "somebody may still be there");
        trap(SITE, 39, true);
        assertArrayEquals(CODE, bytes(SITE, CODE.length), "what has changed once may change again");
        assertEquals(continuation, child.toHost(SITE + 2), "its memory is another one");
    }

    @Test
    void otherPagesStayReplaced() {
        replace();
        assertEquals(Set.of(), patcher.replacedPages(BASE + PAGE, BASE + 2 * PAGE));
        patcher.revert(this::write, BASE + PAGE, BASE + 2 * PAGE);
        assertNotEquals(SITE + 2, patcher.toHost(SITE + 2));
    }

    @Test
    void codeThatChangesMeanwhileIsNotReplaced() {
        byte[] other = {0x0f, 0x05, (byte) 0xc3, 1, 2, 3, 4, 5, 6};
        meanwhile = () -> write(SITE, other);
        replace();
        assertArrayEquals(other, bytes(SITE, other.length));
        assertEquals(SITE + 2, patcher.toHost(SITE + 2));
        assertTrue(patcher.isEmpty());
    }

    /** {@code mov $number,%eax; syscall}, of which the call alone changes. */
    @Test
    void aCallThatChangesMeanwhileIsNotReplaced() {
        byte[] code = {(byte) 0xb8, 39, 0, 0, 0, 0x0f, 0x05, (byte) 0xc3};
        write(SITE - 5, code);
        meanwhile = () -> write(SITE, new byte[] {0x31, (byte) 0xc0});
        trap(SITE, 39, false);
        assertEquals(0xb8, memory[(int) (SITE - 5 - BASE)] & 0xff);
        assertTrue(patcher.isEmpty());
    }

    @Test
    void whatIsForgottenWhileItIsReplacedIsKnown() {
        meanwhile = () -> patcher.forget(BASE, PAGE);
        replace();
        assertNotEquals(SITE + 2, patcher.toHost(SITE + 2));
        patcher.forget(BASE, PAGE);
        assertEquals(SITE + 2, patcher.toHost(SITE + 2));
        assertEquals(Set.of(), patcher.replacedPages(BASE, BASE + PAGE));
    }

    /** {@code mov $number,%eax; syscall}, before, across and behind the border of two pages. */
    @Test
    void whatIsReplacedLiesInOnePage() {
        byte[] code = {(byte) 0xb8, 39, 0, 0, 0, 0x0f, 0x05, (byte) 0xc3};
        for (int before = 0; before <= 7; before++) {
            long window = BASE + PAGE - before;
            write(window, code);
            trap(window + 5, 39, false);
            boolean replaced = (memory[(int) (window - BASE)] & 0xff) == 0xe9;
            assertEquals(before == 0 || before == 7, replaced, before + " bytes before the border");
            patcher.forget(BASE, 2 * PAGE);
        }
    }

    @Test
    void aSiteIsTriedAgainWhenOthersWereUnderway() {
        write(SITE, CODE);
        trap(SITE, 39, false);
        assertTrue(patcher.isEmpty());
        trap(SITE, 39, true);
        assertNotEquals(SITE + 2, patcher.toHost(SITE + 2));
    }
}

package isthmus.core.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.south.GuestEvent;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** When the kernel ends a guest that does not give the floor back: not before time has passed in which it could have. */
class PatienceTest {
    private static final long LOOK = 500_000_000L, HOUR = 3_600_000_000_000L;
    private static final long LOOKS_TO_STOP = Patience.TO_STOP / LOOK, LOOKS_TO_OBEY = Patience.TO_OBEY / LOOK;

    /** A thread whose stub answers when the test says so, and whose clock goes on when the kernel sleeps. */
    private static final class SlowThread extends HandOffThread {
        private long now;
        private long looks;
        private long lookNanos = LOOK;
        private long answersAfter = Long.MAX_VALUE;
        private long changesEvery = Long.MAX_VALUE;
        private long askedAfter = Long.MAX_VALUE;
        private boolean mayRun = true;
        private int written = SlotLayout.POSTED;
        private int pokes;
        private int stopsAtPoke = -1;
        private String why;

        SlowThread() {
            super(new Slot(ByteBuffer.allocateDirect(SlotLayout.SLOT_BYTES), 0, 0x10000), new SpinPolicy(), 576);
            slot.putInt(SlotLayout.EVENT, SlotLayout.EV_DONE);
        }

        @Override
        long nanoTime() {
            return now;
        }

        @Override
        protected void sleepWhile(int order) {
            looks++;
            now += lookNanos;
            if (looks == askedAfter) {
                interrupt();
            }
            if (looks % changesEvery == 0) {
                slot.putInt(SlotLayout.OP_DONE, slot.getInt(SlotLayout.OP_DONE) + 1);
            }
            if (looks == answersAfter) {
                slot.putVolatile(SlotLayout.STATE, written);
            }
        }

        @Override
        protected boolean mayRun() {
            return mayRun;
        }

        @Override
        protected GuestEvent hostEvent(int event, int order) {
            return GuestEvent.FAULT;
        }

        @Override
        protected void wakeStub() {}

        @Override
        protected boolean isAlive() {
            return why == null;
        }

        @Override
        protected void kill(String reason) {
            why = reason;
        }

        @Override
        protected void poke() {
            pokes++;
            if (pokes == stopsAtPoke) {
                slot.putVolatile(SlotLayout.STATE, SlotLayout.POSTED);
            }
        }

        @Override
        public long cpuTimeNanos() {
            return 0;
        }

        @Override
        public void close() {}
    }

    private final SlowThread thread = new SlowThread();

    @Test
    void aGuestThatWasAskedToStopLongBeforeItRanMayTakeItsTimeForEveryOrder() {
        thread.interrupt();
        thread.now += HOUR; // the kernel was busy with its system call
        thread.answersAfter = 3;
        assertTrue(thread.handOff(SlotLayout.SAVE_FP));
        thread.now += HOUR;
        thread.answersAfter = 6;
        assertTrue(thread.handOff(SlotLayout.RUN_OPS));
        thread.now += HOUR;
        thread.answersAfter = 9;
        assertEquals(GuestEvent.FAULT, thread.resume());
        assertNull(thread.why);
    }

    @Test
    void aGuestThatDoesNotStopWhenAskedIsEnded() {
        thread.askedAfter = 1000;
        assertEquals(GuestEvent.GONE, thread.resume());
        assertTrue(thread.why.contains("did not stop within 10 s"), thread.why);
        assertEquals(999 + LOOKS_TO_STOP, thread.looks, "what passed before it was asked does not count");
    }

    @Test
    void aGuestThatMissedTheFirstWishIsAskedAgain() {
        thread.askedAfter = 1;
        thread.stopsAtPoke = 3; // the first is that of interrupt()
        assertEquals(GuestEvent.FAULT, thread.resume());
        assertEquals(2, thread.looks);
    }

    @Test
    void aGuestThatNobodyWantsToStopIsLeftAlone() {
        thread.answersAfter = 1000;
        assertEquals(GuestEvent.FAULT, thread.resume());
        assertEquals(0, thread.pokes);
    }

    @Test
    void aClockThatJumpsWhileThisProcessStandsStillEndsNobody() {
        thread.lookNanos = HOUR;
        thread.interrupt();
        thread.answersAfter = LOOKS_TO_STOP - 1;
        assertEquals(GuestEvent.FAULT, thread.resume());
        assertNull(thread.why);
    }

    @Test
    void aThreadThatTheHostKeepsFromRunningIsNotToBlame() {
        thread.mayRun = false;
        thread.interrupt();
        thread.answersAfter = 10 * LOOKS_TO_STOP;
        assertEquals(GuestEvent.FAULT, thread.resume());
        assertNull(thread.why);
    }

    @Test
    void anOrderThatIsNeverCarriedOutEndsTheProcess() {
        assertFalse(thread.handOff(SlotLayout.RUN_OPS));
        assertTrue(thread.why.contains("did not carry out"), thread.why);
        assertEquals(LOOKS_TO_OBEY, thread.looks);
    }

    @Test
    void eachOfManyChangesHasItsTime() {
        thread.setOperations(3);
        thread.changesEvery = LOOKS_TO_OBEY - 1;
        thread.answersAfter = 3 * LOOKS_TO_OBEY;
        assertTrue(thread.handOff(SlotLayout.RUN_OPS));
        assertNull(thread.why);
    }

    /** A guest's other threads can write into the slot. */
    @Test
    void noMoreChangesAreMadeThanThereAre() {
        thread.setOperations(3);
        thread.changesEvery = 1;
        assertFalse(thread.handOff(SlotLayout.RUN_OPS));
        assertEquals(3 + LOOKS_TO_OBEY, thread.looks);
        assertEquals(3, thread.operationsDone());
    }

    @Test
    void manyShortWaitsAreAsLongAsOne() {
        thread.lookNanos = LOOK / 100; // another thread of the guest wakes the kernel all the time
        thread.interrupt();
        assertEquals(GuestEvent.GONE, thread.resume());
        assertEquals(100 * LOOKS_TO_STOP, thread.looks);
    }

    @Test
    void whoWritesOverAnOrderIsEndedWithAReason() {
        thread.answersAfter = 2;
        thread.written = 77;
        assertEquals(GuestEvent.GONE, thread.resume());
        assertTrue(thread.why.contains("4d"), thread.why);
    }
}

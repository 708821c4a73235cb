package isthmus.linux.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** The places of the fields, as offsetof gives them for a siginfo_t of x86-64. */
class SigInfoTest {
    private static ByteBuffer raw(SigInfo info) {
        byte[] bytes = info.encode();
        assertEquals(128, bytes.length);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void child() {
        ByteBuffer raw = raw(SigInfo.ofChild(17, SigInfo.CLD_KILLED, 5, 6, 9, 70, 80));
        assertEquals(17, raw.getInt(0));
        assertEquals(2, raw.getInt(8));
        assertEquals(5, raw.getInt(16));
        assertEquals(6, raw.getInt(20));
        assertEquals(9, raw.getInt(24));
        assertEquals(70, raw.getLong(32));
        assertEquals(80, raw.getLong(40));
    }

    @Test
    void timer() {
        ByteBuffer raw = raw(SigInfo.ofTimer(34, 1, 2, 0x1122334455667788L).withOverrun(3));
        assertEquals(-2, raw.getInt(8));
        assertEquals(1, raw.getInt(16));
        assertEquals(3, raw.getInt(20));
        assertEquals(0x1122334455667788L, raw.getLong(24));
    }

    @Test
    void faultAndPoll() {
        assertEquals(0xdead0000L, raw(SigInfo.ofFault(11, 1, 0xdead0000L)).getLong(16));
        ByteBuffer raw = raw(SigInfo.ofPoll(29, 1, 0x41, 7));
        assertEquals(0x41, raw.getLong(16));
        assertEquals(7, raw.getInt(24));
    }

    @Test
    void layouts() {
        assertEquals(SigInfo.Layout.KILL, SigInfo.ofUser(10, 1, 1).layout());
        assertEquals(SigInfo.Layout.QUEUED, SigInfo.ofThreadKill(10, 1, 1).layout());
        assertEquals(SigInfo.Layout.FAULT, SigInfo.ofFault(11, 1, 1).layout());
        assertEquals(SigInfo.Layout.CHILD, SigInfo.ofChild(17, 1, 1, 1, 1, 1, 1).layout());
        assertEquals(SigInfo.Layout.TIMER, SigInfo.ofTimer(10, 1, 1, 1).layout());
        assertEquals(SigInfo.Layout.POLL, SigInfo.ofPoll(40, 1, 1, 1).layout());
        assertEquals(SigInfo.Layout.KILL, SigInfo.ofKernel(11).layout());
    }
}

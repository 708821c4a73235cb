package isthmus.linux.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import isthmus.core.Errno;
import isthmus.linux.calls.ArgType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** What strace prints of the same calls. */
class IpcArgumentTextTest {
    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void keysAndFlags() {
        assertEquals("IPC_PRIVATE", IpcArgumentText.number(ArgType.IPC_KEY, 0));
        assertEquals("0xffffffff", IpcArgumentText.number(ArgType.IPC_KEY, -1));
        assertEquals("000", IpcArgumentText.number(ArgType.IPC_FLAGS, 0));
        assertEquals("0600", IpcArgumentText.number(ArgType.IPC_FLAGS, 0600));
        assertEquals("IPC_CREAT|IPC_EXCL|0640", IpcArgumentText.number(ArgType.IPC_FLAGS, 03640));
        assertEquals("IPC_RMID", IpcArgumentText.number(ArgType.SEMAPHORE_COMMAND, 0));
        assertEquals("SETALL", IpcArgumentText.number(ArgType.SEMAPHORE_COMMAND, 17));
        assertEquals("MSG_STAT", IpcArgumentText.number(ArgType.QUEUE_COMMAND, 11));
        assertEquals("SHM_LOCK", IpcArgumentText.number(ArgType.SEGMENT_COMMAND, 11));
        assertEquals("SHM_RDONLY", IpcArgumentText.number(ArgType.SEGMENT_FLAGS, 010000));
        assertEquals("MSG_NOERROR|IPC_NOWAIT", IpcArgumentText.number(ArgType.QUEUE_FLAGS, 014000));
    }

    @Test
    void structures() {
        byte[] operations = {0, 0, -3, -1, 0, 0x18, 4, 0, 0, 0, 0, 0};
        assertEquals(
                "[{sem_num=0, sem_op=-3, sem_flg=SEM_UNDO|IPC_NOWAIT}, {sem_num=4, sem_op=0, sem_flg=0}]",
                IpcArgumentText.memory(ArgType.SEMAPHORE_OPERATIONS, operations));
        byte[] message = bytes(11).putLong(-7).put(new byte[] {'a', 'b', 0}).array();
        assertEquals("{mtype=-7, mtext=\"ab\\0\"}", IpcArgumentText.memory(ArgType.QUEUE_MESSAGE_IN, message));
        byte[] attributes =
                bytes(64).putLong(2048).putLong(4).putLong(32).putLong(1).array();
        assertEquals(
                "{mq_flags=O_NONBLOCK, mq_maxmsg=4, mq_msgsize=32, mq_curmsgs=1}",
                IpcArgumentText.memory(ArgType.MQ_ATTRIBUTES_IN, attributes));
        byte[] event = bytes(64).putLong(42).putInt(10).putInt(0).array();
        assertEquals(
                "{sigev_value={sival_int=42, sival_ptr=0x2a}, sigev_signo=SIGUSR1, sigev_notify=SIGEV_SIGNAL}",
                IpcArgumentText.memory(ArgType.SIGEVENT_IN, event));
        byte[] words = bytes(24).putLong(1).putLong(0x1000).putInt(130).array();
        assertEquals(
                "[{val=0x1, uaddr=0x1000, flags=FUTEX_32|FUTEX_PRIVATE_FLAG}]",
                IpcArgumentText.memory(ArgType.FUTEX_WORDS, words));
    }

    @Test
    void everyErrorThatAProgramCanMeetHasAText() {
        for (Errno errno : Errno.values()) {
            if (errno.number() < 512) {
                assertFalse(ErrorText.of(errno.number()).startsWith("Unknown"), errno.name());
            }
        }
    }
}

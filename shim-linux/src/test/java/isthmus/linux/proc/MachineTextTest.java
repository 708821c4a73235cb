package isthmus.linux.proc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MachineTextTest {
    /** As Linux prints the mask of so many processors. */
    @Test
    void masksOfAllProcessors() {
        assertEquals("1\n", MachineText.processorMask(1, 0, 1));
        assertEquals("3\n", MachineText.processorMask(2, 0, 2));
        assertEquals("1f\n", MachineText.processorMask(5, 0, 5));
        assertEquals("ffffffff\n", MachineText.processorMask(32, 0, 32));
        assertEquals("1,ffffffff\n", MachineText.processorMask(33, 0, 33));
        assertEquals("ffffffff,ffffffff\n", MachineText.processorMask(64, 0, 64));
    }

    @Test
    void masksOfOne() {
        assertEquals("2\n", MachineText.processorMask(2, 1, 2));
        assertEquals("00,00000004\n", MachineText.processorMask(40, 2, 3));
        assertEquals("80,00000000\n", MachineText.processorMask(40, 39, 40));
    }
}

package isthmus.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.core.south.mock.MockProcess;

/** What other threads of the guest see without any further call of the kernel. */
final class MockByte {
    private MockByte() {}

    static void check(MockProcess process, long address, byte expected) {
        try {
            assertEquals(expected, process.load(address));
        } catch (MockProcess.AccessFault e) {
            // Not mapped yet, or not readable: the guest would ask.
        }
    }
}

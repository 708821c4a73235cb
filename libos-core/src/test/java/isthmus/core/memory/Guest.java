package isthmus.core.memory;

import isthmus.core.south.mock.MockPlatform;
import isthmus.core.south.mock.MockProcess;
import isthmus.core.south.mock.MockProcess.AccessFault;

/** A test as guest code: an address space whose faults are handled as a kernel would. */
final class Guest implements AutoCloseable {
    /** A fault that was not resolved. */
    static final class Signal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final transient FaultResult result;

        Signal(FaultResult result) {
            super(result.toString(), null, false, false);
            this.result = result;
        }
    }

    final PhysicalMemory physical;
    final AddressSpace space;
    final MockProcess process;

    Guest(MockPlatform platform, PhysicalMemory physical) {
        this(physical, new AddressSpace(physical, platform.spawn(), MemoryLimits.NONE));
    }

    private Guest(PhysicalMemory physical, AddressSpace space) {
        this.physical = physical;
        this.space = space;
        this.process = (MockProcess) space.process();
    }

    Guest fork(MockPlatform platform) {
        return new Guest(physical, space.fork(platform.spawn(), MemoryLimits.NONE));
    }

    long map(long address, long length, int protection, int flags) {
        return space.mmap(address, length, protection, flags, null, 0, null);
    }

    byte load(long address) {
        for (int attempts = 0; ; attempts++) {
            process.applyQueue();
            try {
                return process.load(address);
            } catch (AccessFault fault) {
                handle(fault, attempts);
            }
        }
    }

    void store(long address, int value) {
        for (int attempts = 0; ; attempts++) {
            process.applyQueue();
            try {
                process.store(address, (byte) value);
                return;
            } catch (AccessFault fault) {
                handle(fault, attempts);
            }
        }
    }

    private void handle(AccessFault fault, int attempts) {
        if (attempts > 3) {
            throw new IllegalStateException("endless fault " + fault.fault() + " page "
                    + process.page(fault.fault().address()));
        }
        FaultResult result = space.handle(fault.fault(), 0);
        if (!result.resolved()) {
            throw new Signal(result);
        }
    }

    @Override
    public void close() {
        space.release();
    }
}

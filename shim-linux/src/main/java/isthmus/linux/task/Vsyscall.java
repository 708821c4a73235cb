package isthmus.linux.task;

import isthmus.core.ErrnoException;
import isthmus.core.south.Fault;
import isthmus.core.south.Protection;
import isthmus.core.south.Registers;
import isthmus.linux.signal.SigInfo;
import isthmus.linux.signal.Signal;

/**
 * The vsyscall page, from which programs without a vDSO call three functions at fixed addresses. Nothing is mapped there;
 * fetching an instruction at one of the three makes the call, as Linux does it with {@code vsyscall=xonly} (vdso(7)).
 */
final class Vsyscall {
    private static final long PAGE = 0xffffffffff600000L;
    private static final long ENTRY_BITS = 0xc00;
    /** gettimeofday, time and getcpu, 1 KiB apart. */
    private static final int[] CALLS = {96, 201, 309};

    private Vsyscall() {}

    static boolean isMeant(Fault fault) {
        return fault.isPageFault() && fault.access() == Protection.EXEC && (fault.address() & -4096L) == PAGE;
    }

    /**
     * The number of the call that a fetch from the page asks for; the guest then goes on where it came from. -1, and
     * SIGSEGV is due, where there is no entry or no return address.
     */
    static int enter(Task task, long address) {
        long entry = (address & ENTRY_BITS) >>> 10;
        if ((address & ~ENTRY_BITS) == PAGE && entry < CALLS.length) {
            Registers registers = task.registers();
            long stack = registers.get(Registers.RSP);
            try {
                registers.set(Registers.RIP, task.memory().readLong(stack));
                registers.set(Registers.RSP, stack + Long.BYTES);
                return CALLS[(int) entry];
            } catch (ErrnoException e) {
                // EFAULT: no stack to return by
            }
        }
        refuse(task);
        return -1;
    }

    /** The call was given a bad address: SIGSEGV at the entry. */
    static void leave(Task task, long address) {
        Registers registers = task.registers();
        registers.set(Registers.RIP, address);
        registers.set(Registers.RSP, registers.get(Registers.RSP) - Long.BYTES);
        refuse(task);
    }

    private static void refuse(Task task) {
        task.signals().force(SigInfo.ofKernel(Signal.SIGSEGV));
    }
}

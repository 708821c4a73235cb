package isthmus.linux.task;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.memory.FaultResult;
import isthmus.core.patch.EagerPatcher;
import isthmus.core.patch.InvalidAccess;
import isthmus.core.patch.PatchedCode;
import isthmus.core.south.Fault;
import isthmus.core.south.GuestEvent;
import isthmus.core.south.GuestThread;
import isthmus.core.south.Registers;
import isthmus.linux.Kernel;
import isthmus.linux.calls.Args;
import isthmus.linux.calls.SystemCall;
import isthmus.linux.calls.SystemCallTable;
import isthmus.linux.signal.AfterSignals;
import isthmus.linux.signal.TaskSignals;
import isthmus.linux.trace.Tracer;

/**
 * Serves one task from its start to its end, on a kernel thread of its own: lets the guest run, carries out what it asks
 * for, and has signals delivered before it runs again. Holds no lock while the guest runs.
 */
final class TaskRunner implements Runnable {
    private static final int RT_SIGRETURN = 15;
    /** The trap of an instruction that the processor does not know. */
    private static final int INVALID_OPCODE = 6;

    private static final int GENERAL_PROTECTION = 13;
    /** In the error code of a general protection fault (Intel's manual, volume 3, 6.13). */
    private static final int IN_INTERRUPT_TABLE = 2;
    /** The error codes of page faults, but for the bit that says whether the page is there. */
    private static final int READ_BY_USER = 4, WRITE_BY_USER = 6;

    /** Results in this range are restart codes ({@link Errno#ERESTARTSYS} and its kin), which no guest may see. */
    private static final int FIRST_RESTART = -516, LAST_RESTART = -512;

    private final Task task;
    private final Kernel kernel;
    private final TaskSignals signals;
    private final SystemCallTable calls;
    private final Tracer tracer;
    private final Args args = new Args();

    private final StartGate gate;
    /** Where an instruction trapped that was tried once more, if nothing else came of it; 0 if none. */
    private long late;

    /** @param gate opens when the task has appeared */
    TaskRunner(Task task, StartGate gate) {
        this.gate = gate;
        this.task = task;
        this.kernel = task.kernel();
        this.signals = task.signals();
        this.calls = kernel.systemCalls();
        this.tracer = kernel.tracer();
    }

    @Override
    public void run() {
        if (!gate.pass()) {
            return;
        }
        Thread.currentThread().setName("task " + task.tid());
        task.setCurrent();
        try {
            if (tracer.isOn()) {
                tracer.started(task);
            }
            task.begin();
            serve();
        } catch (RuntimeException | Error e) {
            kernel.internalError("task " + task.tid(), e);
            kernel.tree().exitProcess(task.group(), ProcessTree.KILLED);
        } finally {
            TaskEnd.end(task);
            task.clearCurrent();
        }
    }

    private void serve() {
        long call = -1;
        boolean attend = true;
        while (!task.isLeaving()) {
            // Whoever has something to do for the task sets mustReturn first and then looks at inGuest.
            task.setInGuest(true);
            if (attend || signals.mustReturn()) {
                task.setInGuest(false);
                showGuestAddress();
                if (signals.deliver(call) == AfterSignals.EXIT) {
                    return;
                }
                useHostAddress();
                call = -1;
                attend = false;
                continue;
            }
            GuestThread thread = task.thread();
            GuestEvent event = thread.resume();
            task.setInGuest(false);
            switch (event) {
                case SYSTEM_CALL -> {
                    late = 0;
                    Registers registers = thread.registers();
                    long number = (int) registers.get(Registers.RAX); // Linux looks at the lower half only
                    long site = thread.trapSite();
                    if (site != 0 && !task.addressSpace().trapped(site, number)) {
                        kernel.internalError(
                                "call at " + Long.toHexString(site), new IllegalStateException("not replaced"));
                        kernel.tree().exitProcess(task.group(), ProcessTree.KILLED);
                        continue;
                    }
                    long result = systemCall(registers, number);
                    if (!task.isLeaving()) {
                        task.registers().set(Registers.RAX, result);
                        if (site != 0 || number == RT_SIGRETURN) {
                            useHostAddress();
                        }
                    }
                    call = number == RT_SIGRETURN ? -1 : number;
                    attend = result <= LAST_RESTART && result >= FIRST_RESTART;
                }
                case FAULT -> {
                    call = -1;
                    fault(thread.fault());
                }
                case INTERRUPTED -> call = -1;
                case GONE -> gone(thread);
            }
        }
    }

    /** The host's process is gone. Unless that is what was wanted, the user hears why: no program may vanish without a word. */
    private void gone(GuestThread thread) {
        if (kernel.tree().exitProcess(task.group(), ProcessTree.KILLED)) {
            kernel.complain("process " + task.group().pid() + " (" + task.name() + ") was killed: " + thread.whyGone());
        }
    }

    /** A signal frame shows the instruction pointer as if no call site had been replaced. */
    private void showGuestAddress() {
        PatchedCode patcher = task.addressSpace().patcher();
        if (!patcher.isEmpty()) {
            patcher.showGuest(task.registers(), task.addressSpace().memory());
        }
    }

    /** Where the guest goes on, the code may have been moved: then true, and it goes on there. */
    private boolean useHostAddress() {
        PatchedCode patcher = task.addressSpace().patcher();
        if (!patcher.isEmpty()) {
            Registers registers = task.registers();
            long rip = registers.get(Registers.RIP);
            long real = patcher.toHost(rip);
            if (real != rip) {
                registers.set(Registers.RIP, real);
                return true;
            }
        }
        return false;
    }

    private long systemCall(Registers registers, long number) {
        args.set(0, registers.get(Registers.RDI));
        args.set(1, registers.get(Registers.RSI));
        args.set(2, registers.get(Registers.RDX));
        args.set(3, registers.get(Registers.R10));
        args.set(4, registers.get(Registers.R8));
        args.set(5, registers.get(Registers.R9));
        SystemCall call = calls.get(number);
        if (tracer.isOn()) {
            return tracedCall(number, call);
        }
        task.setCurrentCall(number);
        long result = carryOut(number, call);
        task.setCurrentCall(-1);
        return result;
    }

    private long tracedCall(long number, SystemCall call) {
        tracer.entry(task, number, call, args);
        task.setCurrentCall(number);
        long result = carryOut(number, call);
        task.setCurrentCall(-1);
        tracer.exit(task, number, call, args, result);
        return result;
    }

    private long carryOut(long number, SystemCall call) {
        if (task.seccomp() != null) {
            return SeccompGate.carryOut(task, number, args, () -> carryOut(call));
        }
        return carryOut(call);
    }

    private long carryOut(SystemCall call) {
        if (call == null || call.handler() == null) {
            return Errno.ENOSYS.result();
        }
        try {
            return call.handler().call(task, args);
        } catch (ErrnoException e) {
            return e.errno().result();
        } catch (RuntimeException e) {
            kernel.internalError(call.name(), e);
            return Errno.EIO.result();
        }
    }

    private void vsyscall(long address) {
        int number = Vsyscall.enter(task, address);
        if (number < 0) {
            return;
        }
        long result = systemCall(task.registers(), number);
        if (result == Errno.EFAULT.result()) {
            Vsyscall.leave(task, address);
        } else if (!task.isLeaving()) {
            task.registers().set(Registers.RAX, result);
        }
    }

    /** Whether the guest stands at an instruction that the kernel has to carry out, and has gone on. */
    private boolean emulates() {
        if (!(task.addressSpace().patcher() instanceof EagerPatcher eager)) {
            return false;
        }
        try {
            return eager.emulate(task.registers(), task.addressSpace().memory());
        } catch (InvalidAccess e) {
            accessFailed(e);
            return true;
        }
    }

    /**
     * Whether the trap may be that of a replaced instruction to which another thread has given its own bytes back since
     * then: it is tried once more.
     */
    private boolean isLate(long rip) {
        boolean again = rip != late && task.addressSpace().patcher() instanceof EagerPatcher;
        late = again ? rip : 0;
        return again;
    }

    /** The fault of an {@code int n}, whose error code names it, where another instruction had to fault in its place. */
    private Fault ofInterrupt(Fault fault, long rip) {
        int number = fault.trap() == GENERAL_PROTECTION && task.addressSpace().patcher() instanceof EagerPatcher eager
                ? eager.interruptAt(rip)
                : -1;
        return number < 0
                ? fault
                : new Fault(fault.trap(), number << 3 | IN_INTERRUPT_TABLE, 0, fault.signal(), fault.code());
    }

    /** As if the instruction that the kernel was carrying out had faulted itself. */
    private void accessFailed(InvalidAccess access) {
        if (access.address() << 16 >> 16 != access.address()) {
            Fault notCanonical = new Fault(GENERAL_PROTECTION, 0, 0, FaultResult.NOT_MAPPED.signal(), 0);
            signals.fault(notCanonical, notCanonical.signal(), 0, 0);
            return;
        }
        long rip = task.registers().get(Registers.RIP);
        long end = access.address() + access.bytes();
        for (long at = access.address(); at < end; at = (at | 4095) + 1) {
            int error = access.writes() ? WRITE_BY_USER : READ_BY_USER;
            Fault fault = new Fault(Fault.PAGE_FAULT, error, at, FaultResult.NOT_MAPPED.signal(), 0);
            FaultResult result = task.addressSpace().handle(fault, rip);
            if (!result.resolved()) {
                int present = result.equals(FaultResult.NOT_ALLOWED) ? 1 : 0;
                Fault seen = new Fault(Fault.PAGE_FAULT, error | present, at, result.signal(), result.code());
                signals.fault(seen, result.signal(), result.code(), at);
                return;
            }
        }
    }

    private void fault(Fault fault) {
        if (Vsyscall.isMeant(fault)) {
            vsyscall(fault.address());
            return;
        }
        long rip = task.registers().get(Registers.RIP);
        if (!fault.isPageFault()) {
            if (fault.trap() != INVALID_OPCODE || !useHostAddress() && !emulates() && !isLate(rip)) {
                showGuestAddress();
                signals.fault(
                        ofInterrupt(fault, rip),
                        fault.signal(),
                        fault.code(),
                        task.registers().get(Registers.RIP));
            }
            return;
        }
        late = 0;
        task.times().addFault();
        FaultResult result = task.addressSpace().handle(fault, rip);
        if (result.goOnAt() != 0) {
            task.registers().set(Registers.RIP, result.goOnAt());
        } else if (!result.resolved()) {
            signals.fault(fault, result.signal(), result.code(), fault.address());
        }
    }
}

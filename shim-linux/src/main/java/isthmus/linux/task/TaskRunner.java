package isthmus.linux.task;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.memory.FaultResult;
import isthmus.core.patch.SitePatcher;
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
    /** Results in this range are restart codes ({@link Errno#ERESTARTSYS} and its kin), which no guest may see. */
    private static final int FIRST_RESTART = -516, LAST_RESTART = -512;

    private final Task task;
    private final Kernel kernel;
    private final TaskSignals signals;
    private final SystemCallTable calls;
    private final Tracer tracer;
    private final Args args = new Args();

    private final StartGate gate;

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
                    Registers registers = thread.registers();
                    long number = (int) registers.get(Registers.RAX); // Linux looks at the lower half only
                    long site = thread.trapSite();
                    if (site != 0) {
                        task.addressSpace().trapped(site, number);
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
                case GONE -> kernel.tree().exitProcess(task.group(), ProcessTree.KILLED);
            }
        }
    }

    /** A signal frame shows the instruction pointer as if no call site had been replaced. */
    private void showGuestAddress() {
        SitePatcher patcher = task.addressSpace().patcher();
        if (!patcher.isEmpty()) {
            Registers registers = task.registers();
            long rip = registers.get(Registers.RIP);
            long shown = patcher.toGuest(rip);
            if (shown != rip) {
                registers.set(Registers.RIP, shown);
            }
        }
    }

    /** Where the guest goes on, the code may have been moved into a trampoline. */
    private void useHostAddress() {
        SitePatcher patcher = task.addressSpace().patcher();
        if (!patcher.isEmpty()) {
            Registers registers = task.registers();
            long rip = registers.get(Registers.RIP);
            long real = patcher.toHost(rip);
            if (real != rip) {
                registers.set(Registers.RIP, real);
            }
        }
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

    private void fault(Fault fault) {
        if (Vsyscall.isMeant(fault)) {
            vsyscall(fault.address());
            return;
        }
        if (!fault.isPageFault()) {
            signals.fault(fault, fault.signal(), fault.code(), task.registers().get(Registers.RIP));
            return;
        }
        task.times().addFault();
        FaultResult result = task.addressSpace().handle(fault);
        if (!result.resolved()) {
            signals.fault(fault, result.signal(), result.code(), fault.address());
        }
    }
}

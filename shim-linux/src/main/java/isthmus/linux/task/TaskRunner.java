package isthmus.linux.task;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.south.GuestEvent;
import isthmus.core.south.GuestThread;
import isthmus.core.south.Registers;
import isthmus.linux.Kernel;
import isthmus.linux.calls.Args;
import isthmus.linux.calls.SystemCall;
import isthmus.linux.calls.SystemCallTable;
import isthmus.linux.trace.Tracer;

/**
 * Serves one task from its start to its end, on a kernel thread of its own: lets the guest run, carries out what it asks
 * for, and has signals delivered before it runs again. Holds no lock while the guest runs.
 */
final class TaskRunner implements Runnable {
    private final Task task;
    private final Kernel kernel;
    private final SystemCallTable calls;
    private final Tracer tracer;
    private final Args args = new Args();

    TaskRunner(Task task) {
        this.task = task;
        this.kernel = task.kernel();
        this.calls = kernel.systemCalls();
        this.tracer = kernel.tracer();
    }

    @Override
    public void run() {
        task.setCurrent();
        try {
            if (tracer.isOn()) {
                tracer.started(task);
            }
            serve();
        } catch (RuntimeException | Error e) {
            kernel.internalError("task " + task.tid(), e);
            kernel.tree().exitProcess(task.group(), ProcessTree.KILLED);
        } finally {
            TaskEnd.end(task);
        }
    }

    private void serve() {
        while (true) {
            task.setInGuest(true);
            if (task.mustReturn()) {
                task.setInGuest(false);
                if (!attend()) {
                    return;
                }
                continue;
            }
            GuestThread thread = task.thread();
            GuestEvent event = thread.resume();
            task.setInGuest(false);
            switch (event) {
                case SYSTEM_CALL -> systemCall(thread.registers());
                case FAULT -> fault(thread);
                case INTERRUPTED -> {}
                case GONE -> kernel.tree().exitProcess(task.group(), ProcessTree.KILLED);
            }
        }
    }

    /** Stops, signals, the end: what has to be done before guest code may run. False: the task ends. */
    private boolean attend() {
        if (task.isExitRequested()) {
            return false;
        }
        if (task.group().jobControl().isStopRequested()) {
            task.group().jobControl().park(task);
            return true;
        }
        return true;
    }

    private void systemCall(Registers registers) {
        long number = registers.get(Registers.RAX);
        args.set(0, registers.get(Registers.RDI));
        args.set(1, registers.get(Registers.RSI));
        args.set(2, registers.get(Registers.RDX));
        args.set(3, registers.get(Registers.R10));
        args.set(4, registers.get(Registers.R8));
        args.set(5, registers.get(Registers.R9));
        long result = dispatch(number);
        task.registers().set(Registers.RAX, result);
    }

    private long dispatch(long number) {
        SystemCall call = calls.get(number);
        boolean traced = tracer.isOn();
        if (traced) {
            tracer.entry(task, number, call, args);
        }
        task.setCurrentCall(number);
        long result = call == null || call.handler() == null ? Errno.ENOSYS.result() : carryOut(call);
        task.setCurrentCall(-1);
        if (traced) {
            tracer.exit(task, number, call, args, result);
        }
        return result;
    }

    private long carryOut(SystemCall call) {
        try {
            return call.handler().call(task, args);
        } catch (ErrnoException e) {
            return e.errno().result();
        } catch (RuntimeException e) {
            kernel.internalError(call.name(), e);
            return Errno.EIO.result();
        }
    }

    private void fault(GuestThread thread) {
        kernel.tree().exitProcess(task.group(), thread.fault().signal());
    }
}

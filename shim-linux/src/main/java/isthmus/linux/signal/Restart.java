package isthmus.linux.signal;

import isthmus.core.Errno;
import isthmus.core.south.Registers;
import isthmus.linux.task.Task;

/** Whether a call that was cut short is made again (signal(7)). */
final class Restart {
    /** How a call wants to be restarted. */
    enum Kind {
        NONE,
        /** Unless a handler without SA_RESTART runs. */
        SYS,
        ALWAYS,
        /** Unless a handler runs. */
        NO_HANDLER,
        /** Unless a handler runs; through restart_syscall(2). */
        BLOCK
    }

    private static final int RESTART_SYSCALL = 219;
    /** Bytes of a syscall instruction. */
    private static final int INSTRUCTION = 2;

    private Restart() {}

    static Kind kind(Task task, long call) {
        if (call < 0) {
            return Kind.NONE;
        }
        long result = -task.registers().get(Registers.RAX);
        if (result == Errno.ERESTARTSYS.number()) {
            return Kind.SYS;
        }
        if (result == Errno.ERESTARTNOINTR.number()) {
            return Kind.ALWAYS;
        }
        if (result == Errno.ERESTARTNOHAND.number()) {
            return Kind.NO_HANDLER;
        }
        return result == Errno.ERESTART_RESTARTBLOCK.number() ? Kind.BLOCK : Kind.NONE;
    }

    static void withHandler(Task task, Kind kind, long call, SigAction action) {
        boolean again = kind == Kind.ALWAYS || kind == Kind.SYS && action.has(SigAction.SA_RESTART);
        if (again) {
            again(task, call);
        } else if (kind != Kind.NONE) {
            task.registers().set(Registers.RAX, Errno.EINTR.result());
        }
    }

    static void withoutHandler(Task task, Kind kind, long call) {
        if (kind != Kind.NONE) {
            again(task, kind == Kind.BLOCK ? RESTART_SYSCALL : call);
        }
    }

    /** The guest executes its syscall instruction once more. */
    private static void again(Task task, long call) {
        Registers registers = task.registers();
        registers.set(Registers.RAX, call);
        registers.set(Registers.RIP, registers.get(Registers.RIP) - INSTRUCTION);
    }
}

package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.memory.GuestMemory;
import isthmus.core.south.Registers;
import isthmus.linux.signal.AltStack;
import isthmus.linux.signal.SigAction;
import isthmus.linux.signal.Signal;
import isthmus.linux.signal.TaskSignals;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** What a task does with signals: actions, masks, the alternate stack, the way back from a handler. */
public final class SignalActionCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    13,
                    "rt_sigaction",
                    SignalActionCalls::rtSigaction,
                    ArgType.SIGNAL,
                    ArgType.SIGNAL_ACTION,
                    ArgType.SIGNAL_ACTION_OUT,
                    ArgType.SIZE),
            SystemCall.full(
                    14,
                    "rt_sigprocmask",
                    SignalActionCalls::rtSigprocmask,
                    ArgType.HOW_MASK,
                    ArgType.SIGNAL_SET,
                    ArgType.SIGNAL_SET_OUT,
                    ArgType.SIZE),
            SystemCall.full(15, "rt_sigreturn", (task, args) -> task.signals().sigreturn()),
            SystemCall.full(
                    127, "rt_sigpending", SignalActionCalls::rtSigpending, ArgType.SIGNAL_SET_OUT, ArgType.SIZE),
            SystemCall.full(131, "sigaltstack", SignalActionCalls::sigaltstack, ArgType.ADDRESS, ArgType.ADDRESS),
            SystemCall.full(
                    219, "restart_syscall", (task, args) -> task.signals().restartCall()));

    private static final int SIG_BLOCK = 0, SIG_UNBLOCK = 1, SIG_SETMASK = 2;
    private static final int ALT_STACK_BYTES = 24;

    private static final long KNOWN_FLAGS = Integer.toUnsignedLong(SigAction.SA_NOCLDSTOP
            | SigAction.SA_NOCLDWAIT
            | SigAction.SA_SIGINFO
            | SigAction.SA_EXPOSE_TAGBITS
            | SigAction.SA_RESTORER
            | SigAction.SA_ONSTACK
            | SigAction.SA_RESTART
            | SigAction.SA_NODEFER
            | SigAction.SA_RESETHAND);

    private SignalActionCalls() {}

    /** EINVAL unless {@code size} is that of the kernel's sets. */
    static void checkSetSize(long size) {
        if (size != Long.BYTES) {
            throw Errno.EINVAL.exception();
        }
    }

    private static long rtSigaction(Task task, Args args) {
        int signo = args.i(0);
        checkSetSize(args.n(3));
        GuestMemory memory = task.memory();
        SigAction wanted = args.n(1) == 0 ? null : readAction(memory, args.n(1));
        if (!Signal.isValid(signo) || wanted != null && Signal.contains(Signal.UNBLOCKABLE, signo)) {
            throw Errno.EINVAL.exception();
        }
        SigAction old = wanted == null
                ? task.group().signals().handlers().get(signo)
                : task.group().signals().setAction(signo, wanted);
        if (args.n(2) != 0) {
            memory.write(args.n(2), encode(old));
        }
        return 0;
    }

    private static SigAction readAction(GuestMemory memory, long address) {
        ByteBuffer raw =
                ByteBuffer.wrap(memory.readBytes(address, SigAction.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        return new SigAction(
                raw.getLong(0), raw.getLong(8) & KNOWN_FLAGS, raw.getLong(16), raw.getLong(24) & ~Signal.UNBLOCKABLE);
    }

    private static byte[] encode(SigAction action) {
        return ByteBuffer.allocate(SigAction.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(action.handler())
                .putLong(action.flags())
                .putLong(action.restorer())
                .putLong(action.mask())
                .array();
    }

    private static long rtSigprocmask(Task task, Args args) {
        checkSetSize(args.n(3));
        TaskSignals signals = task.signals();
        long old = signals.blocked();
        if (args.n(1) != 0) {
            long set = task.memory().readLong(args.n(1)) & ~Signal.UNBLOCKABLE;
            signals.setBlocked(
                    switch (args.i(0)) {
                        case SIG_BLOCK -> old | set;
                        case SIG_UNBLOCK -> old & ~set;
                        case SIG_SETMASK -> set;
                        default -> throw Errno.EINVAL.exception();
                    });
        }
        if (args.n(2) != 0) {
            task.memory().writeLong(args.n(2), old);
        }
        return 0;
    }

    private static long rtSigpending(Task task, Args args) {
        long size = args.n(1);
        if (Long.compareUnsigned(size, Long.BYTES) > 0) {
            throw Errno.EINVAL.exception();
        }
        byte[] set = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(task.signals().pendingIn(task.signals().blocked()))
                .array();
        task.memory().write(args.n(0), set, 0, (int) size);
        return 0;
    }

    private static long sigaltstack(Task task, Args args) {
        GuestMemory memory = task.memory();
        TaskSignals signals = task.signals();
        AltStack old = signals.altStack();
        long sp = task.registers().get(Registers.RSP);
        if (args.n(0) != 0) {
            ByteBuffer raw = ByteBuffer.wrap(memory.readBytes(args.n(0), ALT_STACK_BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            signals.changeAltStack(new AltStack(raw.getLong(0), raw.getInt(8), raw.getLong(16)), sp);
        }
        if (args.n(1) != 0) {
            ByteBuffer raw = ByteBuffer.allocate(ALT_STACK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            raw.putLong(0, old.base()).putInt(8, old.shownFlags(sp)).putLong(16, old.size());
            memory.write(args.n(1), raw.array());
        }
        return 0;
    }
}

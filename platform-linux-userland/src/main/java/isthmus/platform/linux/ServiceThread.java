package isthmus.platform.linux;

import com.sun.jna.LastErrorException;
import isthmus.core.handoff.Slot;
import isthmus.core.handoff.SlotLayout;
import isthmus.core.handoff.StubThread;
import isthmus.core.south.HostException;

/**
 * The first thread of a stub, which runs no guest: it makes calls that the kernel asks for on its request page, and the other
 * threads. Guarded by the stub: one request at a time.
 */
final class ServiceThread {
    private final StubProcess stub;
    private final Slot answers;
    private final Slot request;
    private final Waiting waiting;
    private int sequence;

    ServiceThread(StubProcess stub) {
        this.stub = stub;
        this.answers = stub.window.slot(0);
        this.request = stub.window.slot(SlotLayout.SLOT_COUNT);
        this.waiting = new Waiting(stub, answers, stub.pid);
    }

    /** For a thread of the stub that does what only this class and the stub's code know of. */
    private static final class Waiting extends StubThread {
        private final StubProcess stub;
        private final Slot slot;
        private final int tid;

        Waiting(StubProcess stub, Slot slot, int tid) {
            this.stub = stub;
            this.slot = slot;
            this.tid = tid;
        }

        boolean await(int word, int before, int answer) {
            return await(slot, word, before, answer, false);
        }

        @Override
        protected void sleepWhile(int before) {
            Futex.await(slot.address(), before, stub.platform.timeoutAddress());
        }

        @Override
        protected boolean isAlive() {
            return stub.isAlive();
        }

        @Override
        protected boolean mayRun() {
            return HostTask.mayRun(stub.pid, tid);
        }

        @Override
        protected void kill(String why) {
            stub.kill(why);
        }

        @Override
        protected String order(int before) {
            return "the engine's request";
        }
    }

    /** Has up to {@link Layout#REQUEST_LIMIT} calls made, waits for it, and returns the least result; 0 if the process is gone. */
    long serve(long[] rows, int from, int count) {
        StubProcess.putRows(request, Layout.REQUEST_OPS, rows, from, count);
        request.putInt(Layout.REQUEST_COUNT, count);
        int before = sequence++;
        request.putVolatile(Layout.REQUEST_SEQUENCE, sequence);
        Futex.wake(request.address());
        if (!waiting.await(Layout.REPLY_SEQUENCE, before, sequence)) {
            return 0;
        }
        long least = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, answers.getLong(Layout.REPLY_RESULTS + 8 * i));
        }
        return least;
    }

    /** Starts a thread in a slot that none has; its number on the host. */
    int start(Slot slot) {
        slot.putLong(Layout.ALT_STACK, slot.stubAddress() + Layout.SIGNAL_STACK);
        slot.putLong(Layout.ALT_STACK + 8, 0);
        slot.putLong(Layout.ALT_STACK + 16, Layout.SIGNAL_STACK_BYTES);
        slot.putVolatile(SlotLayout.KERNEL_SLEEPS, 1);
        long[] row = {StubCode.SYS_CLONE, StubCode.THREAD_FLAGS, slot.stubAddress(), 0, 0, 0, 0, 0};
        long answer = serve(row, 0, 1);
        if (answer < 0) {
            throw new HostException("The host could not start another thread (clone: error " + -answer
                    + "); see ulimit -u, and the limit of tasks of its control group.");
        }
        int tid = (int) answer;
        if (stub.isAlive() && (tid != answer || !isOfStub(tid))) {
            stub.kill("its new thread had the number " + answer
                    + ", which is another's; the program may have written it");
        }
        return tid;
    }

    /** Waits until the thread that was started there is ready. If it cannot be, the process or the slot is of no use. */
    void awaitReady(Slot slot, int tid) {
        if (!new Waiting(stub, slot, tid).await(SlotLayout.STATE, 0, SlotLayout.POSTED)) {
            throw new HostException("A guest process ended while it started; see isthmus doctor.");
        }
        slot.putInt(SlotLayout.KERNEL_SLEEPS, 0);
        if (slot.getLong(Layout.OP_RESULT) != 0) {
            throw new HostException("The host refused the seccomp filter of a guest thread; see isthmus doctor.");
        }
    }

    /** The guest can write the number: it must not lead to a thread of anybody else. */
    private boolean isOfStub(int tid) {
        try {
            Libc.syscall(Libc.SYS_TGKILL, stub.pid, tid, 0, 0, 0, 0);
            return true;
        } catch (LastErrorException e) {
            return false;
        }
    }
}

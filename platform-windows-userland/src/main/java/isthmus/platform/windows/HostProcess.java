package isthmus.platform.windows;

import com.sun.jna.Memory;
import isthmus.core.south.HostException;
import isthmus.core.wait.Threads;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process of Windows that runs the stub, and the thread that is its debugger: the one that has made it, as Windows demands.
 * Faults of guests are reported to it before Windows touches anything of the guest's. It uses the calls beneath
 * WaitForDebugEvent(), which say whose the handles in an event are: who hears it closes them.
 */
final class HostProcess {
    /** DBGUI_WAIT_STATE_CHANGE: what has happened, in which process and thread, and a record of it. */
    private static final int EVENT_BYTES = 192, CLIENT = 8, THREAD = 16, RECORD = 24;

    private static final int CREATE_THREAD = 2, CREATE_PROCESS = 3, EXIT_PROCESS = 5, EXCEPTION = 6;
    private static final int BREAKPOINT = 7, SINGLE_STEP = 8, LOAD_DLL = 9;
    /** In the record of an exception. */
    private static final int ADDRESS = RECORD + 16, KIND = RECORD + 32, TARGET = RECORD + 40;
    /** In the record of a new process: a handle of the program's file, after those of the process and its thread. */
    private static final int FILE = RECORD + 24;

    private static final int CONTINUE = 0x00010002, NOT_HANDLED = 0x80010001;
    private static final int INFORMATION_BYTES = 24;
    private static final int KILLED = 1;
    /** How long Windows may take to make a process; security programs look at it first. */
    static final int START_SECONDS = 30;
    /** How long it may take to end one: nothing of it runs by then, but drivers may have to give back what they hold. */
    private static final long END_MILLIS = 30_000;
    /** Ten seconds, in units of 100 ns from now. */
    private static final long[] MOST_TO_GO = {-100_000_000L};

    /** Hears what happens in the process, on the debugger's thread. */
    interface Listener {
        /**
         * A thread has raised an exception; all threads of the process stand still.
         *
         * @return false if it is not a guest's
         */
        boolean raised(int thread, int exception, long at, long kind, long address);

        /** The process is ending, and nobody has asked it to. */
        void endsByItself(int status);

        /** The process is gone. */
        void ended();
    }

    /** Makes a process that is suspended, as CreateProcessW() does; 0 if Windows refuses. */
    interface Creation {
        int create(Memory program, Memory commandLine, int flags, Memory environment, Memory information);
    }

    /** Prepares a process that has not run yet: its handle. */
    interface Preparation {
        void accept(long process);
    }

    private final String program;
    private final Creation creation;
    private final Listener listener;
    private final CompletableFuture<Void> created = new CompletableFuture<>();
    /** Whether the process runs, or is not wanted; the pump waits for it. */
    private final CompletableFuture<Boolean> started = new CompletableFuture<>();

    private final Thread pump = new Thread(this::run, "isthmus-debugger");

    /** 0 until it is created; valid until {@link #close()}. */
    private volatile long process;

    /** Null until the process is in it. */
    private volatile Job job;

    private volatile int firstThread;
    private volatile long firstThreadHandle;
    private volatile boolean killed;
    private volatile boolean ended;
    private int id;

    private final Object handleLock = new Object();
    /** Guarded by handleLock: nobody ends the process by a handle that belongs to something else by now. */
    private boolean closed;

    /**
     * Starts it; returns when its first thread is about to run. What Windows makes only after it was given up ends at once: by then
     * nothing may be left of what {@code preparation} would have used, which this thread does for that reason.
     *
     * @param seconds how long Windows may take to make it
     */
    HostProcess(String program, Creation creation, Preparation preparation, Listener listener, int seconds) {
        this.program = program;
        this.creation = creation;
        this.listener = listener;
        pump.setDaemon(true);
        pump.start();
        awaitCreation(seconds);
        boolean runs = false;
        try {
            job = Job.of(process);
            preparation.accept(process);
            Nt.check(Nt.NtResumeThread(firstThreadHandle, 0), "start a guest process");
            runs = true;
        } finally {
            started.complete(runs);
        }
    }

    private void awaitCreation(int seconds) {
        try {
            created.orTimeout(seconds, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw switch (e.getCause()) {
                case HostException host -> host;
                case TimeoutException late ->
                    new HostException(
                            "Windows has not made a guest process in " + seconds
                                    + " s. A security program may hold it up; see isthmus doctor.",
                            late);
                default -> e;
            };
        }
    }

    long handle() {
        return process;
    }

    int firstThread() {
        return firstThread;
    }

    long firstThreadHandle() {
        return firstThreadHandle;
    }

    /** Whether it can do nothing to the desktop. */
    boolean isLimitedOnDesktop() {
        return job.limitsDesktop;
    }

    boolean isAlive() {
        return !ended;
    }

    /** Whether it was told to end, or has. */
    boolean isDoomed() {
        return killed || ended;
    }

    void kill() {
        killed = true;
        synchronized (handleLock) {
            if (process != 0 && !closed) {
                Nt.NtTerminateProcess(process, KILLED); // one that is ending already says so, and is
            }
        }
    }

    /** Returns when no code of it runs any more: true. False if Windows, which was told to end it, does not say so for too long. */
    boolean awaitEnd() {
        return awaitEnd(END_MILLIS);
    }

    boolean awaitEnd(long millis) {
        return Threads.join(pump, millis);
    }

    /** Gives the handles back, once the process has ended, and Windows has let go of its program. */
    void close() {
        awaitGone();
        synchronized (handleLock) {
            closed = true;
        }
        Job its = job;
        if (its != null) {
            its.close();
        }
        if (process != 0) {
            Nt.NtClose(process);
        }
    }

    /** The debugger hears of the end before the process is gone. */
    private void awaitGone() {
        if (process != 0) {
            Nt.NtWaitForMultipleObjects(1, new long[] {process}, Nt.WAIT_ANY, (byte) 0, MOST_TO_GO);
        }
    }

    // --- the debugger's thread --------------------------------------------------------------------------------------

    private void run() {
        try {
            create();
        } catch (RuntimeException | Error e) {
            giveUp();
            created.completeExceptionally(e);
            return;
        }
        if (!created.complete(null) || !started.join()) {
            giveUp(); // nobody wants it any more
            return;
        }
        try (Memory event = new Memory(EVENT_BYTES)) {
            long events = Nt.DbgUiGetThreadDebugObject();
            while (!ended && Nt.NtWaitForDebugEvent(events, (byte) 0, 0, event) >= 0) {
                int status = handle(event);
                Nt.NtDebugContinue(events, event.share(CLIENT), status);
            }
        } finally {
            ended = true;
            Nt.NtTerminateProcess(process, KILLED);
            listener.ended();
            stopDebugging();
        }
    }

    /** It does not come to life: everything is given back. */
    private void giveUp() {
        ended = true;
        kill();
        stopDebugging();
        if (process != 0) {
            Nt.NtClose(firstThreadHandle);
        }
        close();
    }

    private static void stopDebugging() {
        long events = Nt.DbgUiGetThreadDebugObject();
        Nt.DbgUiSetThreadDebugObject(0); // or Windows, but not Wine, closes it when the thread ends
        if (events != 0) {
            Nt.NtClose(events);
        }
    }

    private void create() {
        try (Memory name = wide(program);
                Memory line = wide("isthmus-guest");
                Memory environment = new Memory(4);
                Memory information = new Memory(INFORMATION_BYTES)) {
            environment.clear();
            // A new process has the mode of who makes it: no dialogue is to keep one that cannot start.
            Kernel32.SetErrorMode(Kernel32.GetErrorMode() | Kernel32.NO_DIALOGS);
            int flags = Kernel32.CREATE_SUSPENDED
                    | Kernel32.DEBUG_ONLY_THIS_PROCESS
                    | Kernel32.DETACHED_PROCESS
                    | Kernel32.CREATE_UNICODE_ENVIRONMENT;
            if (creation.create(name, line, flags, environment, information) == 0) {
                throw RefusedStart.failure("start a guest process");
            }
            process = information.getLong(0);
            firstThreadHandle = information.getLong(8);
            id = information.getInt(16);
            firstThread = information.getInt(20);
        }
    }

    static Memory wide(String text) {
        byte[] bytes = (text + '\0').getBytes(StandardCharsets.UTF_16LE);
        Memory memory = new Memory(bytes.length);
        memory.write(0, bytes, 0, bytes.length);
        return memory;
    }

    private int handle(Memory event) {
        switch (event.getInt(0)) {
            case EXCEPTION, BREAKPOINT, SINGLE_STEP -> {
                int exception = event.getInt(RECORD);
                boolean guest = listener.raised(
                        event.getInt(THREAD),
                        exception,
                        event.getLong(ADDRESS),
                        event.getLong(KIND),
                        event.getLong(TARGET));
                return guest || exception == Faults.BREAKPOINT ? CONTINUE : NOT_HANDLED;
            }
            case CREATE_PROCESS -> {
                Nt.NtClose(event.getLong(RECORD));
                Nt.NtClose(event.getLong(RECORD + 8));
                closeFile(event.getLong(FILE));
            }
            case CREATE_THREAD -> Nt.NtClose(event.getLong(RECORD));
            case LOAD_DLL -> closeFile(event.getLong(RECORD));
            case EXIT_PROCESS -> {
                boolean ours = event.getInt(CLIENT) == id;
                if (ours && !killed) {
                    listener.endsByItself(event.getInt(RECORD));
                }
                ended = ours || ended;
            }
            default -> {
                return CONTINUE;
            }
        }
        return CONTINUE;
    }

    /** Windows gives one of every program and library, if it can. */
    private static void closeFile(long handle) {
        if (handle != 0) {
            Nt.NtClose(handle);
        }
    }
}

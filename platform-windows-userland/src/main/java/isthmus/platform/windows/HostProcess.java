package isthmus.platform.windows;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import isthmus.core.handoff.Patience;
import isthmus.core.south.HostException;
import isthmus.core.wait.Threads;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
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
    static final long END_MILLIS = 30_000;
    /** How often it is told to. */
    private static final long TELL_AGAIN_MILLIS = 500;
    /** Two seconds, in units of 100 ns from now; and no time at all. */
    private static final long[] LOOK_AGAIN = {-20_000_000L}, AT_ONCE = {0};

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

    /** 0 until it is created; valid until {@link #close(long)}. */
    private volatile long process;

    /** Null until the process is in it. */
    private volatile Job job;

    private volatile int firstThread;
    private volatile long firstThreadHandle;
    private volatile boolean killed;
    private volatile boolean ended;
    /** It will be {@link #ended} when the listener has heard it. */
    private volatile boolean ending;
    /** Valid until the pump ends. */
    private volatile long debugObject;

    private volatile int status;
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
            if (!runs) {
                awaitEnd(); // until then it has what the caller is about to give back
            }
        }
    }

    private void awaitCreation(int seconds) {
        Patience patience = new Patience(seconds * 1_000_000_000L);
        boolean interrupted = false;
        while (!created.isDone() && !patience.isOver()) {
            long before = System.nanoTime();
            try {
                created.get(Patience.LONGEST_LOOK, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // the loop looks at it
            } catch (ExecutionException e) {
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
            patience.waited(System.nanoTime() - before, true, false);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!created.isDone()) {
            created.completeExceptionally(new HostException("Windows has not made a guest process in " + seconds
                    + " s. A security program may hold it up; see isthmus doctor."));
        }
        try {
            created.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof HostException host ? host : e;
        }
    }

    long handle() {
        return process;
    }

    /** Its number. */
    int id() {
        return id;
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
        return killed || ending || ended;
    }

    void kill() {
        killed = true;
        synchronized (handleLock) {
            if (process != 0 && !closed) {
                Nt.NtTerminateProcess(process, KILLED); // one that is ending already says so, and is
            }
        }
    }

    /** The status that it ended with, of ntstatus.h or its own; 0 if it has not, or nobody knows. */
    int status() {
        return status;
    }

    /** For tests: what the pump hears from. */
    long debugObject() {
        return debugObject;
    }

    /** Ends it and returns when no code of it runs any more: true. False if Windows does not say so for too long. */
    boolean awaitEnd() {
        return awaitEnd(END_MILLIS);
    }

    /** The same with a limit of its own; only time counts that this host does not sleep. */
    boolean awaitEnd(long millis) {
        Patience patience = new Patience(millis * 1_000_000);
        kill();
        for (long look = Math.min(millis, TELL_AGAIN_MILLIS); !patience.isOver(); ) {
            long before = System.nanoTime();
            if (Threads.join(pump, look)) {
                return true;
            }
            patience.waited(System.nanoTime() - before, true, false);
            kill();
        }
        return !pump.isAlive();
    }

    /** Waits at most half a second for what the pump does when the process has ended. */
    void awaitPump() {
        Threads.join(pump, TELL_AGAIN_MILLIS);
    }

    /**
     * Gives the handles back, once the process has ended, and Windows has let go of its program.
     *
     * @param millis so long Windows may take for that
     */
    void close(long millis) {
        if (process != 0) { // the debugger hears of the end before it is gone
            Nt.NtWaitForMultipleObjects(1, new long[] {process}, Nt.WAIT_ANY, (byte) 0, new long[] {-millis * 10_000});
        }
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
            debugObject = Nt.DbgUiGetThreadDebugObject();
            hear(event);
        } finally {
            ended = true;
            Nt.NtTerminateProcess(process, KILLED);
            listener.ended();
            stopDebugging();
        }
    }

    /**
     * Until the process ends. Its guest may hide threads from the debugger (ThreadHideFromDebugger of NtSetInformationThread()), who hears
     * nothing then when the last of them ends it: so the process itself is looked at, too, where there was nothing to hear for a while.
     */
    private void hear(Memory event) {
        boolean gone = false;
        while (!ended) {
            int found = Nt.NtWaitForDebugEvent(debugObject, (byte) 0, gone ? AT_ONCE : LOOK_AGAIN, event);
            if (found < 0) {
                return;
            }
            if (found == 0) {
                int answer = handle(event);
                Nt.NtDebugContinue(debugObject, event.share(CLIENT), answer);
            } else if (gone) {
                int[] with = new int[1];
                Kernel32.GetExitCodeProcess(process, with);
                ends(with[0]);
            } else {
                long[] it = {process};
                gone = Nt.NtWaitForMultipleObjects(1, it, Nt.WAIT_ANY, (byte) 0, AT_ONCE) == 0;
            }
        }
    }

    private void ends(int with) {
        status = with;
        ending = true;
        if (!killed) {
            listener.endsByItself(with);
        }
        ended = true;
    }

    /** It does not come to life: everything is given back. */
    private void giveUp() {
        ended = true;
        kill();
        stopDebugging();
        if (process != 0) {
            Nt.NtClose(firstThreadHandle);
        }
        close(END_MILLIS);
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
            RefusedStart.overcome(
                    "start a guest process",
                    () -> creation.create(name, line, flags, environment, information) != 0 ? 0 : lastError(),
                    HostProcess::pause);
            process = information.getLong(0);
            firstThreadHandle = information.getLong(8);
            id = information.getInt(16);
            firstThread = information.getInt(20);
        }
    }

    /** Never 0: something has failed. */
    private static int lastError() {
        int error = Native.getLastError();
        return error == 0 ? -1 : error;
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that to this thread
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
                if (event.getInt(CLIENT) == id) {
                    ends(event.getInt(RECORD));
                }
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

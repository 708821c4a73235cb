package isthmus.app.engine;

import isthmus.core.south.HostException;
import isthmus.core.south.PlatformProvider;
import isthmus.linux.Kernel;
import isthmus.linux.elf.StartException;
import isthmus.linux.signal.SigInfo;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.ProcessGroup;
import isthmus.linux.task.ThreadGroup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One program, with all that it starts, in a system of its own. Methods may be called by any thread, and but for
 * {@link #close()} none of them waits. When {@link #end()} completes nothing of the run is left: no thread, process,
 * descriptor or memory of the host.
 */
public final class Run implements AutoCloseable {
    /** Where a run is in its life. */
    public enum State {
        /** The root file system is being opened. */
        OPENING,
        RUNNING,
        ENDED
    }

    private final PlatformProvider host;
    private final SharedArchives archives;
    private final RunOptions options;
    private final RunStreams streams;
    private final RunObserver observer;
    private final RunConsole console;
    private final CompletableFuture<RunEnd> end = new CompletableFuture<>();
    /** What callers see of it: nothing that they do to it matters to others. */
    private final CompletableFuture<RunEnd> seen = end.copy();

    private volatile State state = State.OPENING;
    private final long began = System.nanoTime();

    /** Guarded by this: whether it is to end, the thread that waits for the program, the kernel and the first process while they are. */
    private boolean killed;

    private Thread waiter;
    private Kernel kernel;
    private ThreadGroup first;

    Run(PlatformProvider host, SharedArchives archives, RunOptions options, RunStreams streams, RunObserver observer) {
        this.host = host;
        this.archives = archives;
        this.options = options;
        this.streams = streams;
        this.observer = observer;
        this.console = streams instanceof RunStreams.OnTerminal at ? new RunConsole(at.columns(), at.rows()) : null;
    }

    // --- for the caller -------------------------------------------------------------------------------------------

    public RunOptions options() {
        return options;
    }

    /** The other end of the program's terminal, if it has one. */
    public Optional<RunConsole> console() {
        return Optional.ofNullable(console);
    }

    public State state() {
        return state;
    }

    /** Completes, never exceptionally, when all of the run was given back. What depends on it runs on the run's thread: be quick there. */
    public CompletableFuture<RunEnd> end() {
        return seen;
    }

    /** Sends a signal to the process group of the first program; nothing if it does not run. */
    public void signal(int number) {
        ThreadGroup leader;
        synchronized (this) {
            leader = first;
        }
        if (leader == null) {
            return;
        }
        ProcessGroup group = leader.processGroup();
        List<ThreadGroup> members = group == null ? List.of(leader) : group.members();
        for (ThreadGroup member : members) {
            member.signals().send(SigInfo.ofKernel(number));
        }
    }

    /** The processes that have not ended, by rising ID; empty before and after. */
    public List<RunProcess> processes() {
        Kernel running;
        synchronized (this) {
            running = kernel;
        }
        return running == null ? List.of() : RunSystem.processes(running);
    }

    /** Bytes of the host's memory that the programs take now; 0 before and after. */
    public long memoryBytes() {
        Kernel running;
        synchronized (this) {
            running = kernel;
        }
        return running == null ? 0 : running.platform().residentBytes();
    }

    /** Ends every process at once with SIGKILL, and the run with them; {@link #end()} tells when that is done. Idempotent. */
    public synchronized void kill() {
        killed = true;
        if (waiter != null) {
            waiter.interrupt();
        }
    }

    /** Kills what runs, and waits for the end. */
    @Override
    public void close() {
        kill();
        end.join();
    }

    // --- the run's own thread -------------------------------------------------------------------------------------

    /** @param ended called once, before {@link #end()} completes */
    void begin(Runnable ended) {
        Thread thread = new Thread(() -> live(ended), "isthmus-run");
        thread.setDaemon(true);
        thread.start();
    }

    private void live(Runnable ended) {
        RunEnd result;
        try {
            int wait = new RunSystem(this, host, archives, options, streams, observer).run();
            int signal = wait & 0x7f;
            result = signal == 0 ? new RunEnd.Exited(wait >> 8 & 0xff, wall()) : new RunEnd.Signalled(signal, wall());
        } catch (KilledException e) {
            result = new RunEnd.Signalled(Signal.SIGKILL, wall());
        } catch (StartException e) {
            result = new RunEnd.NotStarted(e.reason(), e.getMessage(), wall());
        } catch (HostException e) {
            result = new RunEnd.Refused(e.getMessage(), e, wall());
        } catch (RuntimeException | Error e) {
            result = new RunEnd.Broken(e, wall());
        }
        if (console != null) {
            console.end();
        }
        ended.run();
        state = State.ENDED;
        end.complete(result);
    }

    private Duration wall() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Throws if the run was killed. */
    synchronized void checkAlive() {
        if (killed) {
            throw new KilledException();
        }
    }

    synchronized void setKernel(Kernel running) {
        kernel = running;
    }

    /** The first program runs, or null: it does no more. */
    synchronized void setFirst(ThreadGroup process) {
        first = process;
        if (process != null) {
            state = State.RUNNING;
        }
    }

    /** Waits for the first process; its wait(2) status, that of SIGKILL if the run is killed and it does not end by itself. */
    int await(Kernel running, ThreadGroup process) {
        synchronized (this) {
            if (killed) {
                return Signal.SIGKILL;
            }
            waiter = Thread.currentThread();
        }
        try {
            return running.await(process);
        } catch (InterruptedException e) { // by kill()
            running.close();
            return process.isZombie() ? process.exitStatus() : Signal.SIGKILL;
        } finally {
            synchronized (this) {
                waiter = null;
                Thread.interrupted(); // a kill() that came when it had ended
            }
        }
    }

    /** It was killed before the program ran. */
    static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}

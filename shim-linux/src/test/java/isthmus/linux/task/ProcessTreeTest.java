package isthmus.linux.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.Credentials;
import isthmus.core.files.FileServices;
import isthmus.core.files.Namespace;
import isthmus.core.files.tmpfs.Tmpfs;
import isthmus.core.memory.AddressSpace;
import isthmus.core.memory.MemoryLimits;
import isthmus.core.memory.PhysicalMemory;
import isthmus.core.south.mock.MockPlatform;
import isthmus.core.south.mock.MockProcess;
import isthmus.core.south.mock.MockThread;
import isthmus.core.time.Clocks;
import isthmus.linux.Kernel;
import isthmus.linux.KernelOptions;
import isthmus.linux.signal.SigAction;
import isthmus.linux.signal.SignalHandlers;
import isthmus.linux.trace.Tracer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes that run nothing: who belongs to whom, and what their ends leave. */
class ProcessTreeTest {
    private final MockPlatform platform = new MockPlatform(4096);
    private Kernel kernel;
    private ProcessTree tree;
    private Task first;

    @BeforeEach
    void start() {
        Clocks clocks = Clocks.ofHost(0);
        FileServices services = new FileServices(clocks, new PhysicalMemory(platform, 1L << 30));
        Namespace namespace = new Namespace(new Tmpfs(services, 1L << 20, 0755, 0, 0), "tmpfs", 0);
        kernel = new Kernel(
                new KernelOptions(platform, services, namespace, "test", 1L << 30, 2, 20, Tracer.OFF, line -> {}));
        tree = kernel.tree();
        ThreadGroup process = tree.newFirstProcess();
        first = new Task(kernel, process.pid(), process);
        first.setCredentials(Credentials.of(0, 0));
        tree.publishFirst(first);
    }

    private Task fork(Task parent) {
        return clone(parent, CloneRequest.fork());
    }

    private Task clone(Task parent, CloneRequest request) {
        int tid = tree.reserve(0);
        ThreadGroup process = parent.group();
        if (!request.isThread()) {
            process = new ThreadGroup(kernel, tid, parent.group().limits().copy(), new SignalHandlers());
            process.setExitSignal(request.exitSignal());
        }
        Task child = new Task(kernel, tid, process, parent.attributes().forChild());
        child.setCredentials(parent.credentials());
        tree.publish(child, parent, request);
        return child;
    }

    private Task thread(Task creator) {
        return clone(creator, new CloneRequest(CloneRequest.CLONE_THREAD, 0, 0, 0, 0, 0, 0, 0));
    }

    private boolean end(Task task, int code) {
        task.leave(code << 8);
        return tree.taskEnds(task);
    }

    private static ChildWait.Change look(Task task) {
        return new ChildWait(task, ChildWait.Kind.ALL, 0, ChildWait.WEXITED | ChildWait.WNOHANG).run(null);
    }

    private static void assertError(Errno errno, org.junit.jupiter.api.function.Executable call) {
        assertEquals(errno, assertThrows(ErrnoException.class, call).errno());
    }

    @Test
    void theFirstProcessLeadsASession() {
        assertEquals(2, first.pid());
        assertEquals(1, first.group().parent().pid());
        assertEquals(2, first.group().session().id());
        assertEquals(2, first.group().processGroup().id());
        assertError(Errno.EPERM, () -> tree.setSession(first));
    }

    @Test
    void aChildIsWaitedFor() {
        Task child = fork(first);
        assertNull(look(first));
        assertTrue(end(child, 3));
        assertTrue(child.group().isZombie());
        ChildWait.Change change = look(first);
        assertEquals(child.pid(), change.pid());
        assertEquals(3, change.status());
        assertEquals(3 << 8, change.waitStatus());
        assertTrue(child.group().isReaped());
        assertNull(tree.pids().process(child.pid()));
        assertNull(tree.pids().task(child.pid()));
        assertError(Errno.ECHILD, () -> look(first));
    }

    @Test
    void aProcessEndsWithItsLastTask() {
        Task child = fork(first);
        Task other = thread(child);
        assertFalse(end(child, 5));
        assertFalse(child.group().isZombie());
        assertNull(look(first));
        assertTrue(end(other, 9));
        assertEquals(5, look(first).status(), "the leader's status counts");
    }

    @Test
    void theEndOfTheWholeProcessGivesTheStatus() {
        Task child = fork(first);
        Task other = thread(child);
        tree.exitProcess(child.group(), 7 << 8);
        tree.exitProcess(child.group(), 8 << 8);
        assertTrue(other.mustReturn());
        end(other, 0);
        end(child, 0);
        assertEquals(7, look(first).status());
    }

    @Test
    void orphansGoToTheAncestorAndLeaveNothing() {
        Task child = fork(first);
        Task grandchild = fork(child);
        end(child, 0);
        assertEquals(1, grandchild.group().parent().pid());
        end(grandchild, 0);
        assertNull(tree.pids().process(grandchild.pid()));
        assertEquals(child.pid(), look(first).pid());
    }

    @Test
    void orphansGoToTheNearestSubreaper() {
        first.group().setSubreaper(true);
        Task child = fork(first);
        Task grandchild = fork(child);
        end(child, 0);
        assertSame(first.group(), grandchild.group().parent());
        end(grandchild, 4);
        assertEquals(child.pid(), look(first).pid());
        assertEquals(grandchild.pid(), look(first).pid());
    }

    @Test
    void childrenOfAThreadGoToAnotherThread() {
        Task creator = thread(first);
        Task child = fork(creator);
        assertSame(creator, child.group().parentTask());
        end(creator, 0);
        assertSame(first, child.group().parentTask());
        assertSame(first.group(), child.group().parent());
    }

    @Test
    void ignoredChildrenLeaveNoZombies() {
        first.group().signals().setAction(17, new SigAction(SigAction.SIG_IGN, 0, 0, 0));
        Task child = fork(first);
        end(child, 0);
        assertTrue(child.group().isReaped());
        assertError(Errno.ECHILD, () -> look(first));
    }

    @Test
    void onlyCloneOptionsFindChildrenWithAnotherSignal() {
        Task child = clone(first, new CloneRequest(0, 0, 0, 0, 0, 0, 0, 0));
        end(child, 0);
        assertError(Errno.ECHILD, () -> look(first));
        int options = ChildWait.WEXITED | ChildWait.WNOHANG | ChildWait.WCLONE;
        assertNotNull(new ChildWait(first, ChildWait.Kind.ALL, 0, options).run(null));
    }

    @Test
    void processGroupsFollowTheRules() {
        Task a = fork(first);
        Task b = fork(first);
        assertEquals(0, tree.setProcessGroup(first, a.pid(), 0));
        assertEquals(a.pid(), a.group().processGroup().id());
        assertEquals(0, tree.setProcessGroup(first, b.pid(), a.pid()));
        assertError(Errno.EPERM, () -> tree.setProcessGroup(first, b.pid(), 1000));
        assertError(Errno.EINVAL, () -> tree.setProcessGroup(first, b.pid(), -1));
        assertError(Errno.ESRCH, () -> tree.setProcessGroup(first, 1000, 0));
        assertError(Errno.ESRCH, () -> tree.setProcessGroup(a, b.pid(), 0));
        assertError(Errno.EPERM, () -> tree.setProcessGroup(first, 0, 0));
        a.group().setExecuted();
        assertError(Errno.EACCES, () -> tree.setProcessGroup(first, a.pid(), first.pid()));
        assertEquals(b.pid(), tree.setSession(b));
        assertError(Errno.EPERM, () -> tree.setProcessGroup(first, b.pid(), 0));
    }

    @Test
    void aGroupKeepsItsNumberBusy() {
        Task leader = fork(first);
        Task member = fork(first);
        tree.setProcessGroup(first, leader.pid(), 0);
        tree.setProcessGroup(first, member.pid(), leader.pid());
        end(leader, 0);
        look(first);
        assertError(Errno.EEXIST, () -> tree.reserve(leader.pid()));
        end(member, 0);
        look(first);
        assertNull(tree.pids().processGroup(leader.pid()));
        assertEquals(leader.pid(), tree.reserve(leader.pid()));
    }

    @Test
    void groupsAreOrphanedWhenNobodyCouldContinueThem() {
        Task shell = fork(first);
        Task job = fork(shell);
        tree.setProcessGroup(shell, job.pid(), 0);
        assertFalse(tree.isOrphaned(job.group().processGroup()));
        end(shell, 0);
        assertTrue(tree.isOrphaned(job.group().processGroup()));
        assertTrue(tree.isOrphaned(first.group().processGroup()));
    }

    @Test
    void thereAreOnlySoManyTasks() {
        for (int i = 1; i < 20; i++) {
            fork(first);
        }
        assertError(Errno.EAGAIN, () -> tree.reserve(0));
    }

    @Test
    void whoMustEndDoesNotFork() {
        tree.exitProcess(first.group(), 9);
        assertError(Errno.ERESTARTNOINTR, () -> fork(first));
    }

    /** Its task stands in a guest that does not stop: the end of the run does not wait for the patience that such a guest has. */
    @Test
    void aGuestThatDoesNotStopIsEndedWithTheRun() throws InterruptedException {
        MockProcess host = (MockProcess) platform.spawn();
        first.setAddressSpace(new AddressSpace(kernel.memory(), host, MemoryLimits.NONE));
        first.setThread(((MockThread) host.newThread()).runsForEver());
        StartGate gate = new StartGate();
        gate.decide(true);
        Thread server = new Thread(new TaskRunner(first, gate));
        server.start();
        while (((MockThread) first.thread()).isScripted()) {
            Thread.onSpinWait();
        }
        long start = System.nanoTime();
        assertTrue(tree.killAll(30_000_000_000L));
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis >= 400 && millis < 20_000, millis + " ms");
        server.join();
        assertFalse(host.isAlive());
        assertEquals(ProcessTree.KILLED, first.group().exitStatus());
    }
}

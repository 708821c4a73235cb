package isthmus.platform.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import isthmus.core.asm.ElfWriter;
import isthmus.core.south.HostException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The process from which the stubs of a run are forked. It is set up by remote control: the kernel sends it the calls to
 * make over a socket, until the seccomp filter closes that door and only forking is left. When the socket closes, because
 * the kernel is gone, it ends, and the host then kills its children.
 */
final class Zygote implements AutoCloseable {
    private static final int SYS_RT_SIGACTION = 13, SYS_RT_SIGPROCMASK = 14, SYS_PRLIMIT = 302, SYS_CLOSE_RANGE = 436;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int AF_UNIX = 1, SOCK_SEQPACKET_CLOEXEC = 5 | 0x80000;
    private static final long SA_SIGINFO = 4,
            SA_ONSTACK = 0x08000000,
            SA_RESTORER = 0x04000000,
            SA_NODEFER = 0x40000000;
    /** Where structures for the zygote's calls are put in its window. */
    private static final int SCRATCH = 0x1000;

    private final int socket;
    private final int pid;
    private final ByteBuffer window;
    /** Guarded by this: then the number of the socket may be that of another file. */
    private boolean closed;

    /** @param window the zygote's own slot in the context memory, at offset 0 of it */
    Zygote(StubCode stub, SharedFile memory, SharedFile context, ByteBuffer window) {
        this.window = window;
        int[] pair = new int[2];
        Libc.socketpair(AF_UNIX, SOCK_SEQPACKET_CLOEXEC, 0, pair);
        socket = pair[0];
        int started = 0;
        boolean done = false;
        try {
            started = start(stub, pair[1], memory.fd, context.fd);
            pid = started;
            setUp(stub);
            done = true;
        } finally {
            Libc.close(pair[1]);
            if (!done) {
                abandon(started);
            }
        }
    }

    private void abandon(int started) {
        Libc.close(socket);
        if (started > 0) {
            Libc.kill(started, 9);
            Libc.waitpid(started, new int[1], 0);
        }
    }

    private static int start(StubCode stub, int socket, int memoryFd, int contextFd) {
        byte[] elf = ElfWriter.write(
                stub.address(stub.entry),
                List.of(new ElfWriter.Segment(Layout.CODE, stub.image, ElfWriter.PF_R | ElfWriter.PF_X)));
        try (SharedFile program = new SharedFile("isthmus-stub", elf.length)) {
            Libc.write(program.fd, elf, elf.length);
            return spawn("/proc/self/fd/" + program.fd, new int[][] {
                {socket, Layout.CONTROL_FD}, {memoryFd, Layout.MEMORY_FD}, {contextFd, Layout.CONTEXT_FD}
            });
        }
    }

    private static int spawn(String path, int[][] descriptors) {
        try (Memory actions = new Memory(256);
                Memory argv = new Memory(16);
                Memory name = new Memory(16)) {
            name.setString(0, "isthmus-guest");
            argv.setPointer(0, name);
            argv.setPointer(8, null);
            long address = Pointer.nativeValue(actions);
            Libc.posix_spawn_file_actions_init(address);
            int between = Layout.CONTEXT_FD + 1; // above all numbers that they get, and none of those that they have
            for (int[] pair : descriptors) {
                while (isSource(descriptors, between)) {
                    between++;
                }
                Libc.posix_spawn_file_actions_adddup2(address, pair[0], between);
                pair[0] = between++;
            }
            for (int[] pair : descriptors) {
                Libc.posix_spawn_file_actions_adddup2(address, pair[0], pair[1]);
            }
            int[] pid = new int[1];
            byte[] file = (path + "\0").getBytes(StandardCharsets.US_ASCII);
            int error =
                    Libc.posix_spawn(pid, file, address, 0, Pointer.nativeValue(argv), Pointer.nativeValue(argv) + 8);
            Libc.posix_spawn_file_actions_destroy(address);
            if (error != 0) {
                throw new HostException("The host did not start the stub process (posix_spawn: error " + error
                        + "). If it forbids executing memory files (vm.memfd_noexec), allow it.");
            }
            return pid[0];
        }
    }

    private static boolean isSource(int[][] descriptors, int fd) {
        for (int[] pair : descriptors) {
            if (pair[0] == fd) {
                return true;
            }
        }
        return false;
    }

    private void setUp(StubCode stub) {
        remote(SYS_CLOSE_RANGE, 1, 2, 0, 0, 0, 0);
        remote(SYS_CLOSE_RANGE, 5, 0xffffffffL, 0, 0, 0, 0);
        clearAddressSpace();
        for (int signal : new int[] {4, 5, 7, 8, 11, 31, StubCode.INTERRUPT_SIGNAL}) {
            action(
                    signal,
                    stub.address(stub.handler),
                    SA_SIGINFO | SA_ONSTACK | SA_RESTORER | SA_NODEFER,
                    stub.address(stub.restorer));
        }
        action(StubCode.SIGCHLD, 1, 0, 0);
        window.putLong(SCRATCH, 0);
        require("rt_sigprocmask", remote(SYS_RT_SIGPROCMASK, 2, Layout.SLOTS + SCRATCH, 0, 8, 0, 0));
        window.putLong(SCRATCH, 0);
        window.putLong(SCRATCH + 8, 0);
        require("prlimit", remote(SYS_PRLIMIT, 0, 4, Layout.SLOTS + SCRATCH, 0, 0, 0)); // no core files
        require("prctl", remote(StubCode.SYS_PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0));
        byte[] filter = StubFilters.everyThread();
        window.put(SCRATCH + 64, filter);
        window.putLong(SCRATCH, filter.length / 8);
        window.putLong(SCRATCH + 8, Layout.SLOTS + SCRATCH + 64);
        require("seccomp", remote(StubCode.SYS_SECCOMP, 1, 4, Layout.SLOTS + SCRATCH, 0, 0, 0));
    }

    private void action(int signal, long handler, long flags, long restorer) {
        window.putLong(SCRATCH, handler);
        window.putLong(SCRATCH + 8, flags);
        window.putLong(SCRATCH + 16, restorer);
        window.putLong(SCRATCH + 24, 0);
        require("rt_sigaction", remote(SYS_RT_SIGACTION, signal, Layout.SLOTS + SCRATCH, 0, 8, 0, 0));
    }

    /** Drops the stack, the host's vDSO and whatever else is there. */
    private void clearAddressSpace() {
        List<String> maps;
        try {
            maps = Files.readAllLines(Path.of("/proc/" + pid + "/maps"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new HostException("Cannot read the stub's memory map in /proc; is /proc mounted?", e);
        }
        for (String line : maps) {
            long[] range = range(line);
            if (range[0] != Layout.SLOTS && !isCode(range[0]) && !line.endsWith("[vsyscall]")) {
                require("munmap", remote(StubCode.SYS_MUNMAP, range[0], range[1] - range[0], 0, 0, 0, 0));
            }
        }
    }

    private static boolean isCode(long address) {
        return address >= Layout.CODE && address < Layout.CODE + (1 << 20);
    }

    private static long[] range(String line) {
        int dash = line.indexOf('-');
        int blank = line.indexOf(' ');
        return new long[] {
            Long.parseUnsignedLong(line.substring(0, dash), 16),
            Long.parseUnsignedLong(line.substring(dash + 1, blank), 16)
        };
    }

    private static void require(String call, long result) {
        if (result < 0) {
            throw new HostException(
                    "The host refused " + call + " to the stub (error " + -result + "); see isthmus doctor.");
        }
    }

    /** Register edx of CPUID leaf 1. */
    int cpuidFeatures() {
        return window.getInt(Layout.FEATURES);
    }

    /** Forks a guest process with the window at this offset of the context memory, and returns its process ID. */
    synchronized int fork(long windowOffset) {
        long result = request(1, windowOffset, 0, 0, 0, 0, 0, 0);
        if (result < 0) {
            throw new HostException("The host could not start another process (fork: error " + -result + ").");
        }
        return (int) result;
    }

    private synchronized long remote(long number, long a, long b, long c, long d, long e, long f) {
        return request(0, number, a, b, c, d, e, f);
    }

    private long request(int kind, long... words) {
        byte[] message = new byte[64];
        ByteBuffer text = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        text.putLong(kind);
        for (long word : words) {
            text.putLong(word);
        }
        if (closed) {
            throw new HostException("The run has ended.");
        }
        try {
            Libc.write(socket, message, 64);
            byte[] reply = new byte[8];
            if (Libc.read(socket, reply, 8) != 8) {
                throw new HostException("The stub process ended unexpectedly; see isthmus doctor.");
            }
            return ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN).getLong();
        } catch (LastErrorException e) {
            throw new HostException("The stub process does not answer: " + e.getMessage() + "; see isthmus doctor.", e);
        }
    }

    /** Ends the zygote and, with it, every process it forked. */
    @Override
    public synchronized void close() {
        closed = true;
        Libc.close(socket);
        try {
            Libc.kill(pid, 9);
            Libc.waitpid(pid, new int[1], 0);
        } catch (LastErrorException e) {
            throw new HostException("The stub process could not be ended: " + e.getMessage(), e);
        }
    }
}

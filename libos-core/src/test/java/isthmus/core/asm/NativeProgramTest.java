package isthmus.core.asm;

import static isthmus.core.asm.Register.R10;
import static isthmus.core.asm.Register.R8;
import static isthmus.core.asm.Register.RAX;
import static isthmus.core.asm.Register.RBX;
import static isthmus.core.asm.Register.RCX;
import static isthmus.core.asm.Register.RDI;
import static isthmus.core.asm.Register.RDX;
import static isthmus.core.asm.Register.RSI;
import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.core.asm.ElfWriter.Segment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs programs made by {@link Assembler}, {@link ElfWriter} and {@link Bpf} on the host. */
class NativeProgramTest {
    private static final long CODE = 0x7ff0_0000_0000L;
    private static final long DATA = CODE + 0x10000;
    private static final int ZEROED = 0x3000;

    private static final int SYS_WRITE = 1;
    private static final int SYS_GETPPID = 110;
    private static final int SYS_PRCTL = 157;
    private static final int SYS_EXIT_GROUP = 231;
    private static final int SYS_SECCOMP = 317;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final int SECCOMP_RET_ERRNO = 0x00050000;
    private static final int SECCOMP_RET_ALLOW = 0x7fff0000;

    @TempDir
    private Path directory;

    private record Result(String output, int status) {}

    @BeforeEach
    void needsLinux() {
        HostTools.assumeLinuxX64();
    }

    /** Prints a constant in a loop that counts in zero-filled memory, and exits with the count. */
    @Test
    void hello() throws IOException, InterruptedException {
        Assembler a = new Assembler(CODE);
        Label text = new Label("text");
        Label again = new Label("again");
        a.align(64);
        Label entry = a.here("entry");
        a.mov(RBX, DATA + ZEROED);
        a.bind(again);
        systemCall(a, SYS_WRITE, 1, 0, 6, () -> a.movLabel(RSI, text));
        a.mov(RCX, 1);
        a.lockXadd32(RBX, 8, RCX);
        a.cmpMem32(RBX, 8, 3);
        a.jcc(Cond.NE, again);
        a.load32(RDI, RBX, 8);
        exit(a);
        a.bind(text);
        a.bytes("hello\n".getBytes(StandardCharsets.US_ASCII));
        Result result = run(a, entry, new byte[] {1});
        assertEquals(new Result("hello\nhello\nhello\n", 3), result);
    }

    /** Installs a filter under which one call fails with an error of ours, and exits with that error. */
    @Test
    void seccompFilter() throws IOException, InterruptedException {
        Bpf bpf = new Bpf();
        Bpf.Label ours = new Bpf.Label("ours");
        bpf.ldAbs(0);
        bpf.jeq(SYS_GETPPID, ours);
        bpf.ret(SECCOMP_RET_ALLOW);
        bpf.bind(ours);
        bpf.ret(SECCOMP_RET_ERRNO | 77);

        Assembler data = new Assembler(DATA);
        Label program = new Label("program");
        Label fprog = data.here("fprog");
        data.long64(bpf.size()); // struct sock_fprog: unsigned short, padding, pointer
        data.long64(program);
        data.bind(program);
        data.bytes(bpf.finish());

        Assembler a = new Assembler(CODE);
        Label failed = new Label("failed");
        Label entry = a.here("entry");
        systemCall(a, SYS_PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, () -> a.xor32(R10, R10));
        a.test(RAX, RAX);
        a.jccShort(Cond.NE, failed);
        systemCall(a, SYS_SECCOMP, SECCOMP_SET_MODE_FILTER, 0, data.address(fprog), () -> {});
        a.test(RAX, RAX);
        a.jccShort(Cond.NE, failed);
        systemCall(a, SYS_GETPPID, 0, 0, 0, () -> {});
        a.bind(failed);
        a.neg(RAX);
        a.mov(RDI, RAX);
        exit(a);
        assertEquals(new Result("", 77), run(a, entry, data.finish()));
    }

    private static void systemCall(Assembler a, int number, long first, long second, long third, Runnable more) {
        a.mov(RDI, first);
        a.mov(RSI, second);
        a.mov(RDX, third);
        a.xor32(R8, R8);
        more.run();
        a.mov(RAX, number);
        a.syscall();
    }

    private static void exit(Assembler a) {
        a.mov(RAX, SYS_EXIT_GROUP);
        a.syscall();
        a.ud2();
    }

    private Result run(Assembler code, Label entry, byte[] data) throws IOException, InterruptedException {
        Path program = directory.resolve("program");
        List<Segment> segments = List.of(
                new Segment(CODE, code.finish(), ElfWriter.PF_R | ElfWriter.PF_X),
                new Segment(DATA, data, ElfWriter.PF_R | ElfWriter.PF_W, ZEROED + 16));
        Files.write(program, ElfWriter.write(code.address(entry), segments));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Process process = new ProcessBuilder(program.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return new Result(output, process.waitFor());
    }
}

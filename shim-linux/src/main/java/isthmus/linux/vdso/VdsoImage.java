package isthmus.linux.vdso;

import static isthmus.core.asm.Register.R10;
import static isthmus.core.asm.Register.R8;
import static isthmus.core.asm.Register.R9;
import static isthmus.core.asm.Register.RAX;
import static isthmus.core.asm.Register.RCX;
import static isthmus.core.asm.Register.RDI;
import static isthmus.core.asm.Register.RDX;
import static isthmus.core.asm.Register.RSI;
import static isthmus.core.time.ClockPage.CYCLES;
import static isthmus.core.time.ClockPage.HORIZON;
import static isthmus.core.time.ClockPage.MONOTONIC;
import static isthmus.core.time.ClockPage.NANOS;
import static isthmus.core.time.ClockPage.PROCESSORS;
import static isthmus.core.time.ClockPage.RATE;
import static isthmus.core.time.ClockPage.RATE_BITS;
import static isthmus.core.time.ClockPage.REALTIME;
import static isthmus.core.time.ClockPage.SECONDS;
import static isthmus.core.time.ClockPage.SEQUENCE;

import isthmus.core.asm.Assembler;
import isthmus.core.asm.Cond;
import isthmus.core.asm.Label;
import isthmus.core.asm.Register;
import isthmus.core.asm.SharedObjectWriter;
import isthmus.core.asm.SharedObjectWriter.Function;
import isthmus.linux.time.ClockIds;
import java.util.ArrayList;
import java.util.List;

/**
 * The ELF image of the vDSO. Its functions read the {@link isthmus.core.time.ClockPage} that lies right before it. What
 * they cannot tell, the kernel is asked. They use no stack and only registers that a function may change.
 */
final class VdsoImage {
    /** Bytes of the page with the data, before the image. */
    static final int DATA_BYTES = 4096;

    private static final int SYS_GETTIMEOFDAY = 96, SYS_TIME = 201, SYS_CLOCK_GETTIME = 228;
    private static final int SYS_CLOCK_GETRES = 229, SYS_GETCPU = 309;
    private static final int SECOND = 1_000_000_000;
    /** Times this, shifted right by 38, a number below 1,000,000,000 is divided by 1000. */
    private static final int PER_THOUSAND = 274_877_907;

    private static final int THOUSAND_SHIFT = 38;
    /** Which data a clock goes by, for the clocks that can be computed; 0 for others. */
    private static final int[] CLOCKS = new int[ClockIds.CLOCK_TAI + 1];

    static {
        CLOCKS[ClockIds.CLOCK_REALTIME] = REALTIME;
        CLOCKS[ClockIds.CLOCK_MONOTONIC] = MONOTONIC;
        CLOCKS[ClockIds.CLOCK_MONOTONIC_RAW] = MONOTONIC;
        CLOCKS[ClockIds.CLOCK_REALTIME_COARSE] = REALTIME;
        CLOCKS[ClockIds.CLOCK_MONOTONIC_COARSE] = MONOTONIC;
        CLOCKS[ClockIds.CLOCK_BOOTTIME] = MONOTONIC;
        CLOCKS[ClockIds.CLOCK_TAI] = REALTIME;
    }

    private final Assembler a = new Assembler(SharedObjectWriter.CONSTANTS);
    private final List<Function> functions = new ArrayList<>();
    private final Label constants = a.here("constants");
    private final Label table = new Label("table");
    private final Label entryCell = new Label("entry");
    private final long entry;

    private VdsoImage(long entry) {
        this.entry = entry;
    }

    /**
     * The image, a multiple of 4096 bytes long.
     *
     * @param systemCallEntry {@link isthmus.core.south.Platform#systemCallEntry()}
     */
    static byte[] make(long systemCallEntry) {
        return new VdsoImage(systemCallEntry).make();
    }

    private byte[] make() {
        a.bind(table);
        a.bytes(CLOCKS);
        a.align(8);
        a.bind(entryCell);
        a.long64(entry);
        a.zeros((int) (SharedObjectWriter.TEXT - a.currentAddress()));
        function("clock_gettime", this::clockGettime);
        function("gettimeofday", this::gettimeofday);
        function("time", this::time);
        function("clock_getres", this::clockGetres);
        function("getcpu", this::getcpu);
        return SharedObjectWriter.write("linux-vdso.so.1", "LINUX_2.6", a.finish(), functions);
    }

    private void function(String name, Runnable code) {
        a.align(16);
        int start = (int) a.currentAddress();
        code.run();
        int bytes = (int) a.currentAddress() - start;
        functions.add(new Function("__vdso_" + name, start, bytes, false));
        functions.add(new Function(name, start, bytes, true));
    }

    /** {@code int clock_gettime(clockid_t, struct timespec *)}. */
    private void clockGettime() {
        Label ask = new Label("ask");
        clock(ask);
        a.test32(R9, R9);
        a.jcc(Cond.E, ask);
        dataAddress();
        a.add(R9, R8);
        now(ask);
        a.store(RSI, 0, RDX);
        a.store(RSI, 8, RAX);
        a.xor32(RAX, RAX);
        a.ret();
        a.bind(ask);
        call(SYS_CLOCK_GETTIME);
    }

    /** {@code int gettimeofday(struct timeval *, struct timezone *)}. */
    private void gettimeofday() {
        Label ask = new Label("ask");
        Label zone = new Label("zone");
        Label done = new Label("done");
        a.test(RDI, RDI);
        a.jcc(Cond.E, zone);
        dataAddress();
        a.lea(R9, R8, REALTIME);
        now(ask);
        a.store(RDI, 0, RDX);
        a.mov(RCX, PER_THOUSAND);
        a.mul(RCX);
        a.shr(RAX, THOUSAND_SHIFT);
        a.store(RDI, 8, RAX);
        a.bind(zone);
        a.test(RSI, RSI);
        a.jcc(Cond.E, done);
        a.store(RSI, 0, 0); // UTC
        a.bind(done);
        a.xor32(RAX, RAX);
        a.ret();
        a.bind(ask);
        call(SYS_GETTIMEOFDAY);
    }

    /** {@code time_t time(time_t *)}. */
    private void time() {
        Label ask = new Label("ask");
        Label done = new Label("done");
        dataAddress();
        a.lea(R9, R8, REALTIME);
        now(ask);
        a.mov(RAX, RDX);
        a.test(RDI, RDI);
        a.jcc(Cond.E, done);
        a.store(RDI, 0, RAX);
        a.bind(done);
        a.ret();
        a.bind(ask);
        call(SYS_TIME);
    }

    /** {@code int clock_getres(clockid_t, struct timespec *)}. */
    private void clockGetres() {
        Label ask = new Label("ask");
        Label done = new Label("done");
        clock(ask);
        a.test32(R9, R9);
        a.jcc(Cond.E, ask);
        a.cmp32(RDI, ClockIds.CLOCK_REALTIME_COARSE);
        a.jcc(Cond.E, ask);
        a.cmp32(RDI, ClockIds.CLOCK_MONOTONIC_COARSE);
        a.jcc(Cond.E, ask);
        a.test(RSI, RSI);
        a.jcc(Cond.E, done);
        a.store(RSI, 0, 0);
        a.store(RSI, 8, 1);
        a.bind(done);
        a.xor32(RAX, RAX);
        a.ret();
        a.bind(ask);
        call(SYS_CLOCK_GETRES);
    }

    /** {@code int getcpu(unsigned *cpu, unsigned *node, void *)}: the first processor, as long as every task may use it. */
    private void getcpu() {
        Label ask = new Label("ask");
        Label node = new Label("node");
        Label done = new Label("done");
        dataAddress();
        a.cmpMem32(R8, PROCESSORS, 0);
        a.jcc(Cond.NE, ask);
        a.test(RDI, RDI);
        a.jcc(Cond.E, node);
        a.store32(RDI, 0, 0);
        a.bind(node);
        a.test(RSI, RSI);
        a.jcc(Cond.E, done);
        a.store32(RSI, 0, 0);
        a.bind(done);
        a.xor32(RAX, RAX);
        a.ret();
        a.bind(ask);
        call(SYS_GETCPU);
    }

    /** Puts the place of the data of the clock in edi into r9, or 0. */
    private void clock(Label ask) {
        a.cmp32(RDI, CLOCKS.length - 1);
        a.jcc(Cond.A, ask);
        a.mov32(RAX, RDI);
        a.movLabel(R9, table);
        a.add(R9, RAX);
        a.load8(R9, R9, 0);
    }

    /** Puts the address of the data into r8. */
    private void dataAddress() {
        a.movLabel(R8, constants);
        a.sub(R8, SharedObjectWriter.CONSTANTS + DATA_BYTES);
    }

    /** Computes what the clock at r9 shows: seconds in rdx, nanoseconds in rax. Changes rcx, r8, r9, r10. */
    private void now(Label ask) {
        Label again = a.here("again");
        Label normalize = new Label("normalize");
        Label done = new Label("done");
        a.load32(R10, R8, SEQUENCE);
        a.test32(R10, 1);
        a.jcc(Cond.NE, ask);
        a.lfence();
        a.rdtsc();
        a.shl(RDX, 32);
        a.or(RAX, RDX);
        subtract(RAX, R8, CYCLES);
        a.cmpMem(R8, HORIZON, RAX);
        a.jcc(Cond.BE, ask);
        a.load(RCX, R9, RATE);
        a.mul(RCX);
        a.shrd(RAX, RDX, RATE_BITS);
        a.load(RCX, R9, NANOS);
        a.load(RDX, R9, SECONDS);
        a.cmpMem32(R8, SEQUENCE, R10);
        a.jcc(Cond.NE, again);
        a.add(RAX, RCX);
        a.bind(normalize);
        a.cmp(RAX, SECOND);
        a.jcc(Cond.B, done);
        a.sub(RAX, SECOND);
        a.inc(RDX);
        a.jmp(normalize);
        a.bind(done);
    }

    private void subtract(Register from, Register base, int place) {
        a.load(RCX, base, place);
        a.sub(from, RCX);
    }

    /** Asks the kernel, with the function's own arguments. Where call sites are replaced, this one is from the start. */
    private void call(int number) {
        a.mov(RAX, number);
        if (entry == 0) {
            a.syscall();
        } else {
            Label after = new Label("after");
            a.movLabel(RCX, after);
            a.jmpRipMem(entryCell);
            a.bind(after);
        }
        a.ret();
    }
}

package isthmus.linux.elf;

import static isthmus.linux.elf.AuxiliaryVector.*;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.files.Namespace;
import isthmus.core.files.OpenFile;
import isthmus.core.memory.AddressSpace;
import isthmus.core.memory.MapFlags;
import isthmus.core.memory.MappingName;
import isthmus.core.south.Protection;
import isthmus.linux.task.FileMappingName;
import isthmus.linux.task.ProgramImage;
import isthmus.linux.vdso.Vdso;
import java.util.Arrays;
import java.util.Random;

/** Puts a program into an empty address space: stack, program, interpreter, heap. */
public final class ProgramLoader {
    /** Where position-independent programs go: two thirds of Linux's address space. */
    private static final long PROGRAM_BASE = 0x5555_5555_4000L;
    /** Bits of randomness, in pages, of the program and of mmap(2) (28) and of the stack (22): as Linux on x86-64. */
    private static final int MAPPING_BITS = 28, STACK_BITS = 22;
    /** The heap starts at most so far after the program. */
    private static final int HEAP_BYTES = 32 << 20;
    /** The stack has so much room at first, besides what is on it. */
    private static final long STACK_ROOM = 132 << 10;

    private static final long STACK_GAP = 1 << 20;
    private static final long LEAST_STACK = 128L << 20;
    private static final MappingName STACK_NAME = MappingName.of("[stack]");
    private static final int CLOCK_TICKS = 100;
    /** The frame of a signal without the extended state: what Linux adds for AT_MINSIGSTKSZ. */
    private static final int FRAME_BYTES = 1024;

    private final AddressSpace space;
    private final Namespace namespace;
    private final Random random;
    private final boolean randomize;
    private final long limit;

    /**
     * What a program starts with.
     *
     * @param entry the first instruction, of the interpreter if there is one
     */
    public record Start(long entry, long stackPointer, ProgramImage image) {}

    /**
     * What the host's processor and the process's attributes add.
     *
     * @param secure whether AT_SECURE is set
     * @param stackLimit the soft RLIMIT_STACK, in bytes
     * @param hardwareCapabilities AT_HWCAP
     * @param extendedStateBytes of the processor, for AT_MINSIGSTKSZ
     */
    public record Circumstances(
            Credentials credentials,
            boolean secure,
            long stackLimit,
            Vdso vdso,
            int hardwareCapabilities,
            int extendedStateBytes) {}

    /**
     * @param space empty
     * @param randomize whether addresses are random (personality(2), ADDR_NO_RANDOMIZE)
     */
    public ProgramLoader(
            AddressSpace space, Namespace namespace, Random random, boolean randomize, long guestAddressLimit) {
        this.space = space;
        this.namespace = namespace;
        this.random = random;
        this.randomize = randomize;
        this.limit = guestAddressLimit;
    }

    /** Maps everything, and writes the stack. Throws what mapping throws; the address space is then of no use. */
    public Start load(Program program, Circumstances with) {
        long top = stackTop();
        InitialStack stack = new InitialStack(
                top,
                program.arguments(),
                program.environment(),
                program.fileName(),
                randomize ? random.nextInt(8192) : 0);
        space.setMmapBase(mappingBase(with.stackLimit()));
        mapStack(program, stack, top);
        ElfLoader loader = new ElfLoader(space, limit);
        ElfHeader header = program.header();
        boolean isInterpreterItself = !header.isFixed() && program.interpreter() == null;
        long base = header.isFixed() || isInterpreterItself ? 0 : programBase();
        ElfLoader.Placed main = loader.load(
                program.executable().file(), name(program.executable().file()), header, base);
        ElfLoader.Placed interpreter = program.interpreter() == null
                ? null
                : loader.load(program.interpreter(), name(program.interpreter()), program.interpreterHeader(), 0);
        long heap = heapStart(isInterpreterItself ? PROGRAM_BASE : main.end());
        space.setHeapStart(heap);
        long entry = interpreter == null ? main.entry() : interpreter.entry();
        if (Long.compareUnsigned(entry, limit) >= 0) {
            throw Errno.EINVAL.exception();
        }
        long vdso = with.vdso().map(space, top, limit, randomize ? random.nextDouble() : 0);
        long[] auxiliary =
                auxiliary(program, with, main, interpreter, stack, vdso).words();
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        long pointer = stack.write(space.memory(), auxiliary, bytes);
        ProgramImage image = new ProgramImage(
                program.executable().path(),
                program.fileName(),
                main.codeStart(),
                main.codeEnd(),
                main.dataStart(),
                main.dataEnd(),
                heap,
                pointer,
                stack.argumentsStart,
                stack.environmentStart,
                stack.environmentStart,
                stack.environmentEnd,
                Arrays.copyOf(auxiliary, auxiliary.length + 2));
        return new Start(entry, pointer, image);
    }

    private MappingName name(OpenFile file) {
        return new FileMappingName(file.path(), namespace);
    }

    private long randomPages(int bits) {
        return randomize ? random.nextLong() >>> Long.SIZE - bits << 12 : 0;
    }

    private long stackTop() {
        return limit - randomPages(STACK_BITS);
    }

    private long mappingBase(long stackLimit) {
        long room = Math.max(Math.min(stackLimit, limit / 6 * 5), LEAST_STACK);
        long largestShift = 4096L << STACK_BITS;
        return limit - (room + STACK_GAP + largestShift & -4096L) - randomPages(MAPPING_BITS);
    }

    private long programBase() {
        return Math.min(PROGRAM_BASE, limit / 3 * 2 & -65536L) + randomPages(MAPPING_BITS);
    }

    private long heapStart(long end) {
        return ElfLoader.pageUp(end) + (randomize ? (long) random.nextInt(HEAP_BYTES) & -4096L : 0);
    }

    private void mapStack(Program program, InitialStack stack, long top) {
        long room = ElfLoader.pageUp(stack.bytesWith(AUXILIARY_WORDS) + STACK_ROOM);
        int protection = Protection.READ | Protection.WRITE;
        if (program.header().wantsExecutableStack()) {
            protection |= Protection.EXEC;
        }
        int flags = MapFlags.MAP_PRIVATE | MapFlags.MAP_FIXED | MapFlags.MAP_GROWSDOWN | MapFlags.MAP_STACK;
        space.mmap(top - room, room, protection, flags, null, 0, STACK_NAME);
    }

    private static AuxiliaryVector auxiliary(
            Program program,
            Circumstances with,
            ElfLoader.Placed main,
            ElfLoader.Placed interpreter,
            InitialStack stack,
            long vdso) {
        ElfHeader header = program.header();
        Credentials c = with.credentials();
        AuxiliaryVector v = new AuxiliaryVector();
        long headers = header.headersAddress();
        return v.add(AT_SYSINFO_EHDR, vdso)
                .add(AT_MINSIGSTKSZ, FRAME_BYTES + with.extendedStateBytes())
                .add(AT_HWCAP, Integer.toUnsignedLong(with.hardwareCapabilities()))
                .add(AT_PAGESZ, ElfLoader.PAGE)
                .add(AT_CLKTCK, CLOCK_TICKS)
                .add(AT_PHDR, headers == 0 ? 0 : headers + main.bias())
                .add(AT_PHENT, ProgramHeader.BYTES)
                .add(AT_PHNUM, header.headers().size())
                .add(AT_BASE, interpreter == null ? 0 : interpreter.bias())
                .add(AT_FLAGS, 0)
                .add(AT_ENTRY, main.entry())
                .add(AT_UID, c.uid())
                .add(AT_EUID, c.euid())
                .add(AT_GID, c.gid())
                .add(AT_EGID, c.egid())
                .add(AT_SECURE, with.secure() ? 1 : 0)
                .add(AT_RANDOM, stack.randomAddress)
                .add(AT_HWCAP2, 0) // FSGSBASE is not promised: not every platform could keep it
                .add(AT_EXECFN, stack.fileNameAddress)
                .add(AT_PLATFORM, stack.platformAddress);
    }

    /** At most so many words are in the auxiliary vector. */
    private static final int AUXILIARY_WORDS = 48;
}

package isthmus.linux.elf;

import isthmus.core.Errno;
import isthmus.core.memory.GuestMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a new program finds on its stack (System V ABI, x86-64 supplement 3.4.1). From the top down, as Linux has it:
 * eight zero bytes, the name of the program file, the environment, the arguments, a gap, the platform's name, 16 random bytes,
 * then the vectors, which {@code rsp} points to.
 */
final class InitialStack {
    /** MAX_ARG_STRLEN: the most bytes of one string, its NUL included. */
    static final int STRING_LIMIT = 131_072;

    private static final long ARG_MAX = 131_072;
    private static final long SIX_MEGABYTES = 6L << 20;
    private static final String PLATFORM = "x86_64";

    private final long top;
    private final List<String> arguments;
    private final List<String> environment;
    private final String fileName;

    final long fileNameAddress;
    final long environmentEnd;
    final long environmentStart;
    final long argumentsStart;
    final long randomAddress;
    final long platformAddress;

    /**
     * Lays the strings out.
     *
     * @param top where the stack ends
     * @param gap unused bytes between strings and vectors, for randomness
     */
    InitialStack(long top, List<String> arguments, List<String> environment, String fileName, int gap) {
        this.top = top;
        this.arguments = arguments;
        this.environment = environment;
        this.fileName = fileName;
        fileNameAddress = top - 8 - fileName.length() - 1;
        environmentEnd = fileNameAddress;
        environmentStart = environmentEnd - bytes(environment);
        argumentsStart = environmentStart - bytes(arguments);
        platformAddress = ((argumentsStart - gap) & -16L) - PLATFORM.length() - 1;
        randomAddress = platformAddress - 16;
    }

    private static long bytes(List<String> strings) {
        long sum = 0;
        for (String string : strings) {
            sum += string.length() + 1;
        }
        return sum;
    }

    /**
     * E2BIG if the strings and the pointers to them are more than Linux takes: a quarter of the stack limit, at most 6 MiB.
     *
     * @param stackLimit the soft RLIMIT_STACK in bytes
     */
    static void checkSize(List<String> arguments, List<String> environment, String fileName, long stackLimit) {
        long limit = Math.max(Math.min(SIX_MEGABYTES, stackLimit / 4), ARG_MAX);
        long pointers = 8L * (Math.max(arguments.size(), 1) + environment.size());
        if (pointers + bytes(arguments) + bytes(environment) + fileName.length() + 1 > limit) {
            throw Errno.E2BIG.exception();
        }
    }

    /** How many bytes below the top are filled when {@code auxiliaryWords} long words are in the auxiliary vector. */
    long bytesWith(int auxiliaryWords) {
        return top - stackPointer(auxiliaryWords);
    }

    private long stackPointer(int auxiliaryWords) {
        long words = 1L + arguments.size() + 1 + environment.size() + 1 + auxiliaryWords + 2;
        return (randomAddress & -16L) - 8 * words & -16L;
    }

    /** Writes everything and returns the stack pointer. {@code auxiliary} has no end mark. */
    long write(GuestMemory memory, long[] auxiliary, byte[] random) {
        writeStrings(memory);
        memory.write(platformAddress, (PLATFORM + '\0').getBytes(StandardCharsets.ISO_8859_1));
        memory.write(randomAddress, random);
        long pointer = stackPointer(auxiliary.length);
        long words = 1L + arguments.size() + 1 + environment.size() + 1 + auxiliary.length + 2;
        ByteBuffer vectors = ByteBuffer.allocate((int) (8 * words)).order(ByteOrder.LITTLE_ENDIAN);
        vectors.putLong(arguments.size());
        putPointers(vectors, arguments, argumentsStart);
        putPointers(vectors, environment, environmentStart);
        for (long word : auxiliary) {
            vectors.putLong(word);
        }
        vectors.putLong(AuxiliaryVector.AT_NULL).putLong(0);
        memory.write(pointer, vectors.flip());
        return pointer;
    }

    private static void putPointers(ByteBuffer vectors, List<String> strings, long start) {
        long address = start;
        for (String string : strings) {
            vectors.putLong(address);
            address += string.length() + 1;
        }
        vectors.putLong(0);
    }

    private void writeStrings(GuestMemory memory) {
        ByteBuffer strings = ByteBuffer.allocate((int) (top - argumentsStart));
        put(strings, arguments);
        put(strings, environment);
        put(strings, List.of(fileName));
        memory.write(argumentsStart, strings.rewind());
    }

    private static void put(ByteBuffer target, List<String> strings) {
        for (String string : strings) {
            target.put(string.getBytes(StandardCharsets.ISO_8859_1)).put((byte) 0);
        }
    }
}

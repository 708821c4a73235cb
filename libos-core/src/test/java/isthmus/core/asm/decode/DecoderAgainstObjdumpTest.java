package isthmus.core.asm.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.asm.HostTools;
import isthmus.core.asm.decode.Instruction.Kind;
import isthmus.core.patch.ElfCode;
import isthmus.core.patch.ElfFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Decodes the executable sections of the host's C library, dynamic loader and libcrypto in step with objdump: every instruction of a function must
 * have the same length, kind and target. It stops at no difference, and reports the first ones.
 */
class DecoderAgainstObjdumpTest {
    private static final int MAX_REPORTED = 20;
    private static final int MAX_LENGTH = 15;
    /** Words which objdump prints before the mnemonic. */
    private static final Set<String> PREFIXES = Set.of(
            "addr32", "bnd", "cs", "data16", "ds", "es", "fs", "gs", "lock", "notrack", "rep", "repnz", "repz", "ss");

    /** A line of objdump's output: "address: bytes mnemonic operands". */
    private record Line(long address, byte[] bytes, String text) {
        static Line parse(String line) {
            String[] fields = line.split("\t", 3);
            String address = fields[0].strip();
            return new Line(
                    Long.parseUnsignedLong(address.substring(0, address.length() - 1), 16),
                    HexFormat.ofDelimiter(" ").parseHex(fields[1].strip()),
                    fields.length < 3 ? "" : fields[2].strip());
        }

        long end() {
            return address + bytes.length;
        }

        String[] words() {
            return Stream.of(text.split("\\s+"))
                    .dropWhile(word -> PREFIXES.contains(word) || word.startsWith("rex"))
                    .toArray(String[]::new);
        }
    }

    @BeforeEach
    void needsLinux() {
        HostTools.assumeLinuxX64();
    }

    static List<Path> libraries() throws IOException {
        Path loader = Path.of("/lib64/ld-linux-x86-64.so.2");
        if (!Files.exists(loader)) {
            return List.of(loader); // fails, or is skipped, with this name
        }
        Path directory = loader.toRealPath().getParent();
        return List.of(loader, directory.resolve("libc.so.6"), directory.resolve("libcrypto.so.3"));
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void sameAsObjdump(Path library) throws IOException, InterruptedException {
        List<String> differences = new ArrayList<>();
        List<Line> section = new ArrayList<>();
        int count = 0;
        // In these libraries, offsets in the file are addresses.
        ElfCode functions = ElfFiles.read(Files.readAllBytes(library));
        String output = HostTools.output("objdump", "-d", "-z", "-w", library.toString());
        for (String text : (Iterable<String>) output.lines()::iterator) {
            if (!text.matches(" *[0-9a-f]+:\t.*")) {
                continue;
            }
            Line line = Line.parse(text);
            if (!section.isEmpty() && section.getLast().end() != line.address) {
                compare(section, functions, differences);
                section.clear();
            }
            section.add(line);
            count++;
        }
        compare(section, functions, differences);
        assertTrue(count > 10_000, "only " + count + " instructions");
        assertEquals(
                List.of(),
                differences.subList(0, Math.min(MAX_REPORTED, differences.size())),
                () -> "of " + differences.size());
    }

    /** Decodes adjacent instructions, given the bytes that follow each. */
    private static void compare(List<Line> lines, ElfCode functions, List<String> differences) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        lines.forEach(line -> bytes.writeBytes(line.bytes));
        byte[] code = bytes.toByteArray();
        int at = 0;
        for (Line line : lines) {
            Instruction ours = InstructionDecoder.decode(code, at, Math.min(code.length, at + MAX_LENGTH));
            at += line.bytes.length;
            boolean isData =
                    line.text.contains("(bad)") || line.words().length == 0 || functions.function(line.address) == null;
            if (!isData && !same(line, ours)) {
                differences.add(line.text + " " + HexFormat.of().formatHex(line.bytes) + ": " + ours);
            }
        }
    }

    private static boolean same(Line line, Instruction ours) {
        if (line.bytes[0] == (byte) 0x9b && line.bytes.length > 1) {
            return ours.length() == 1; // objdump takes fwait for a part of the next instruction
        }
        String[] words = line.words();
        return ours.length() == line.bytes.length && ours.kind() == kind(words) && sameTarget(line, words, ours);
    }

    private static Kind kind(String[] words) {
        boolean indirect = words.length > 1 && words[1].startsWith("*");
        return switch (words[0]) {
            case "call", "lcall" -> indirect ? Kind.INDIRECT_CALL : Kind.CALL;
            case "jmp", "ljmp" -> indirect ? Kind.INDIRECT_JUMP : Kind.JUMP;
            case "ret", "lret", "iret", "iretq" -> Kind.RETURN;
            case "syscall" -> Kind.SYSCALL;
            case "sysenter" -> Kind.SYSENTER;
            case "int", "int1", "int3" -> Kind.INTERRUPT;
            case "xbegin" -> Kind.CONDITIONAL_JUMP;
            default -> words[0].startsWith("j") || words[0].startsWith("loop") ? Kind.CONDITIONAL_JUMP : Kind.ORDINARY;
        };
    }

    /** objdump prints a branch's target as the operand, and that of a RIP-relative operand in a comment. */
    private static boolean sameTarget(Line line, String[] words, Instruction ours) {
        String target = null;
        int comment = line.text.indexOf("# ");
        if (ours.isRelativeBranch()) {
            target = words[1];
        } else if (line.text.contains("(%rip)")) {
            target = line.text.substring(comment + 2).split(" ")[0];
        } else {
            return !ours.ripRelative();
        }
        return ours.target(line.address) == Long.parseUnsignedLong(target, 16);
    }
}

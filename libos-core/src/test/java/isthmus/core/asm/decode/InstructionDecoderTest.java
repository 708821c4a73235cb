package isthmus.core.asm.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.core.asm.decode.Instruction.Kind;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class InstructionDecoderTest {
    /**
     * Bytes, kind, text. "disp 3/4" is a displacement of four bytes at offset 3, "rip" one relative to RIP; "rel 1/4" is
     * a branch's distance.
     */
    private static final String VALID = """
            90                                | ORDINARY         |            | nop
            f390                              | ORDINARY         |            | pause
            f30f1efa                          | ORDINARY         |            | endbr64
            666666662e0f1f840000000000        | ORDINARY         | disp 9/4   | nopw with five prefixes
            4889e5                            | ORDINARY         |            | mov rbp, rsp
            488b0424                          | ORDINARY         |            | mov rax, [rsp]: SIB, no displacement
            488b4500                          | ORDINARY         | disp 3/1   | mov rax, [rbp]
            498b4500                          | ORDINARY         | disp 3/1   | mov rax, [r13]
            498b0424                          | ORDINARY         |            | mov rax, [r12]
            488b442408                        | ORDINARY         | disp 4/1   | mov rax, [rsp+8]
            488b842400010000                  | ORDINARY         | disp 4/4   | mov rax, [rsp+0x100]
            488b04cd00010000                  | ORDINARY         | disp 4/4   | mov rax, [rcx*8+0x100]: SIB without base
            65488b042528000000                | ORDINARY         | disp 5/4   | mov rax, gs:[0x28]
            488d0510000000                    | ORDINARY         | rip 3/4    | lea rax, [rip+0x10]
            c7051000000078563412              | ORDINARY         | rip 2/4    | mov dword [rip+0x10], imm32
            66c705100000003412                | ORDINARY         | rip 3/4    | mov word [rip+0x10], imm16
            803d1000000000                    | ORDINARY         | rip 2/4    | cmp byte [rip+0x10], 0
            b801000000                        | ORDINARY         |            | mov eax, imm32
            66b80100                          | ORDINARY         |            | mov ax, imm16
            48b80102030405060708              | ORDINARY         |            | mov rax, imm64
            6648b80102030405060708            | ORDINARY         |            | REX.W wins over 66
            48c7c0ffffffff                    | ORDINARY         |            | mov rax, -1
            a00102030405060708                | ORDINARY         | disp 1/8   | mov al, [moffs64]
            67a001020304                      | ORDINARY         | disp 2/4   | mov al, [moffs32]
            66a30102030405060708              | ORDINARY         | disp 2/8   | mov [moffs64], ax
            f6c001                            | ORDINARY         |            | test al, 1
            f6c801                            | ORDINARY         |            | test al, 1 (alias)
            f6d8                              | ORDINARY         |            | neg al: same opcode, no immediate
            f7c001000000                      | ORDINARY         |            | test eax, imm32
            66f7c00100                        | ORDINARY         |            | test ax, imm16
            48f7c001000000                    | ORDINARY         |            | test rax, imm32
            f7d8                              | ORDINARY         |            | neg eax
            c8100001                          | ORDINARY         |            | enter 16, 1
            6801000000                        | ORDINARY         |            | push imm32
            66680100                          | ORDINARY         |            | push imm16
            6a01                              | ORDINARY         |            | push imm8
            69c001000000                      | ORDINARY         |            | imul eax, eax, imm32
            6669c00100                        | ORDINARY         |            | imul ax, ax, imm16
            6bc001                            | ORDINARY         |            | imul eax, eax, imm8
            f0480fb10f                        | ORDINARY         |            | lock cmpxchg
            f348a5                            | ORDINARY         |            | rep movsq
            9b                                | ORDINARY         |            | fwait
            dd442408                          | ORDINARY         | disp 3/1   | fld qword [rsp+8]
            0f20c0                            | ORDINARY         |            | mov rax, cr0
            0f2204                            | ORDINARY         |            | mov cr0, rsp: mod is ignored, no SIB
            0fc8                              | ORDINARY         |            | bswap eax
            0fa4c108                          | ORDINARY         |            | shld ecx, eax, 8
            0fbae005                          | ORDINARY         |            | bt eax, 5
            f30fb8c1                          | ORDINARY         |            | popcnt eax, ecx
            0f0fc19e                          | ORDINARY         |            | pfadd mm0, mm1 (3DNow suffix)
            660f78c10203                      | ORDINARY         |            | extrq xmm1, 2, 3
            f20f78c10203                      | ORDINARY         |            | insertq xmm0, xmm1, 2, 3
            0f78c1                            | ORDINARY         |            | vmread rcx, rax
            0f3800c1                          | ORDINARY         |            | pshufb mm0, mm1
            f2480f38f1c1                      | ORDINARY         |            | crc32 rax, rcx
            660f3a0fc108                      | ORDINARY         |            | palignr xmm0, xmm1, 8
            660f3a0f051000000008              | ORDINARY         | rip 5/4    | palignr xmm0, [rip+0x10], 8
            f3480faed0                        | ORDINARY         |            | wrfsbase rax
            480fae642440                      | ORDINARY         | disp 5/1   | xsave64 [rsp+0x40]
            c5f877                            | ORDINARY         |            | vzeroupper
            c5fc28442420                      | ORDINARY         | disp 5/1   | vmovaps ymm0, [rsp+0x20]
            c5f971e005                        | ORDINARY         |            | vpsraw xmm0, xmm0, 5
            c4e27d58050f000000                | ORDINARY         | rip 5/4    | vpbroadcastd ymm0, [rip+0xf]
            c4e37d39c101                      | ORDINARY         |            | vextracti128 xmm1, ymm0, 1
            c4e3694acb30                      | ORDINARY         |            | vblendvps: register in an immediate
            62f17c48280510000000              | ORDINARY         | rip 6/4    | vmovaps zmm0, [rip+0x10]
            62f17c4828440101                  | ORDINARY         | disp 7/1   | vmovaps zmm0, [rcx+rax+disp8*64]
            62f37d483ac001                    | ORDINARY         |            | vinserti32x8 zmm0, zmm0, ymm0, 1
            62f57c4858c1                      | ORDINARY         |            | vaddph zmm0, zmm0, zmm1 (map 5)
            8fe97802c1                        | ORDINARY         |            | XOP map 9
            8fe878c0c105                      | ORDINARY         |            | vprotb xmm0, xmm1, 5 (XOP map 8)
            8fea7810c101020304                | ORDINARY         |            | bextr eax, ecx, imm32 (XOP map 10)
            8f00                              | ORDINARY         |            | pop [rax]: no XOP
            404041 50                         | ORDINARY         |            | only the last of three REX counts: push r8
            486690                            | ORDINARY         |            | REX before a legacy prefix is void
            4866b80100                        | ORDINARY         |            | ... so this is mov ax, imm16
            26262626262626262626262626 2690   | ORDINARY         |            | fifteen bytes
            c3                                | RETURN           |            | ret
            f3c3                              | RETURN           |            | repz ret
            f2c3                              | RETURN           |            | bnd ret
            c21000                            | RETURN           |            | ret 16
            cb                                | RETURN           |            | far ret
            48cf                              | RETURN           |            | iretq
            e8fcffffff                        | CALL             | rel 1/4    | call
            6648e8fcffffff                    | CALL             | rel 3/4    | the padded call of __tls_get_addr
            67e8fcffffff                      | CALL             | rel 2/4    | addr32 call
            e9fcffffff                        | JUMP             | rel 1/4    | jmp rel32
            ebfe                              | JUMP             | rel 1/1    | jmp rel8
            f2e9fcffffff                      | JUMP             | rel 2/4    | bnd jmp
            74fe                              | CONDITIONAL_JUMP | rel 1/1    | je rel8
            2e74fe                            | CONDITIONAL_JUMP | rel 2/1    | je with a branch hint
            0f84fcffffff                      | CONDITIONAL_JUMP | rel 2/4    | je rel32
            e2fe                              | CONDITIONAL_JUMP | rel 1/1    | loop
            67e3fe                            | CONDITIONAL_JUMP | rel 2/1    | jecxz
            c7f8fcffffff                      | CONDITIONAL_JUMP | rel 2/4    | xbegin
            c6f801                            | ORDINARY         |            | xabort
            ffe0                              | INDIRECT_JUMP    |            | jmp rax
            3effe0                            | INDIRECT_JUMP    |            | notrack jmp rax
            ff2510000000                      | INDIRECT_JUMP    | rip 2/4    | jmp [rip+0x10]
            65ff242510000000                  | INDIRECT_JUMP    | disp 4/4   | jmp gs:[0x10]
            48ff28                            | INDIRECT_JUMP    |            | far jmp [rax]
            41ffd3                            | INDIRECT_CALL    |            | call r11
            ff1510000000                      | INDIRECT_CALL    | rip 2/4    | call [rip+0x10]
            67ff1510000000                    | INDIRECT_CALL    | rip 3/4    | call [eip+0x10]
            ff30                              | ORDINARY         |            | push [rax]
            0f05                              | SYSCALL          |            | syscall
            480f05                            | SYSCALL          |            | syscall with REX
            0f34                              | SYSENTER         |            | sysenter
            cd80                              | INTERRUPT        |            | int 0x80
            cc                                | INTERRUPT        |            | int3
            f1                                | INTERRUPT        |            | int1
            0f0b                              | ORDINARY         |            | ud2
            """;

    private static final String INVALID = """
            06                                | push es
            27                                | daa
            60                                | pusha
            82c001                            | group 1 alias
            9a0102030405                      | far call with address
            ce                                | into
            d401                              | aam
            d6                                | salc
            d500                              | aad, REX2 of APX
            ea010203040506                    | far jmp with address
            66e80000                          | call with prefix 66: Intel four bytes, AMD two
            660f840000                        | je with prefix 66
            66c7f80000                        | xbegin with prefix 66
            8fe0                              | pop with extension 4
            8dc0                              | lea of a register
            8ec8                              | mov cs, eax
            c6c801                            | group 11, extension 1
            fed0                              | group 4, extension 2
            fff8                              | group 5, extension 7
            ffd8                              | far call of a register
            0f04                              | unassigned
            0f0ac0                            | unassigned
            0f24c0                            | test registers, gone
            0f7ac0                            | unassigned
            0fb8c1                            | popcnt without its prefix
            0f71f805                          | group 12, extension 7
            0fbac005                          | group 8, extension 0
            0f3818c1                          | unassigned in map 0F38
            0f3a07c101                        | unassigned in map 0F3A
            48c5f877                          | VEX after REX
            66c5f877                          | VEX after 66
            f2c5f877                          | VEX after F2
            f0c5f877                          | VEX after lock
            c4e07d58c0                        | VEX map 0
            c4e47d58c0                        | VEX map 4
            c4ff7d58c0                        | VEX map 31
            62f97c4828c0                      | EVEX with a reserved bit
            62f1784828c0                      | EVEX without its fixed bit
            62f47c4828c0                      | EVEX map 4 (APX)
            62f77c4828c0                      | EVEX map 7
            8feb7802c1                        | XOP map 11
            2626262626262626262626262626 2690 | sixteen bytes
            26262626262626262626262626 26b801 | sixteen bytes and more
            """;

    @TestFactory
    Stream<DynamicTest> valid() {
        return rows(VALID).map(row -> DynamicTest.dynamicTest(row[3], () -> checkValid(row)));
    }

    private static void checkValid(String[] row) {
        byte[] bytes = bytes(row[0]);
        int length = bytes.length;
        byte[] code = Arrays.copyOf(bytes, length + 20); // zeros follow
        Instruction instruction = InstructionDecoder.decode(code, 0, code.length);
        assertEquals(Kind.valueOf(row[1]), instruction.kind());
        assertEquals(length, instruction.length());
        assertEquals(row[2], shape(instruction));
        assertEquals(instruction, InstructionDecoder.decode(code, 0, length), "exactly as many bytes as needed");
        for (int limit = 0; limit < length; limit++) {
            Instruction truncated = InstructionDecoder.decode(code, 0, limit);
            assertEquals(Kind.TRUNCATED, truncated.kind(), limit + " bytes");
        }
    }

    @TestFactory
    Stream<DynamicTest> invalid() {
        return rows(INVALID)
                .map(row -> DynamicTest.dynamicTest(row[1], () -> {
                    byte[] code = Arrays.copyOf(bytes(row[0]), 32);
                    assertEquals(Instruction.INVALID, InstructionDecoder.decode(code, 0, code.length));
                }));
    }

    @Test
    void targets() {
        byte[] code = bytes("90 ebfe 0f84fcffffff 488d05f0ffffff 67488d05f0ffffff 90");
        assertEquals(0x1001, InstructionDecoder.decode(code, 1, code.length).target(0x1001));
        assertEquals(0x1005, InstructionDecoder.decode(code, 3, code.length).target(0x1003));
        assertEquals(0x1000, InstructionDecoder.decode(code, 9, code.length).target(0x1009));
        assertEquals(
                0x1008, InstructionDecoder.decode(code, 16, code.length).target(0x7ff000001010L), "wraps at 32 bits");
        Instruction nop = InstructionDecoder.decode(code, 0, code.length);
        assertThrows(IllegalStateException.class, () -> nop.target(0x1000));
    }

    @Test
    void neverFailsOnAnyBytes() {
        Random random = new Random(1);
        byte[] code = new byte[1 << 20];
        random.nextBytes(code);
        for (int at = 0; at < code.length; at++) {
            int limit = Math.min(code.length, at + random.nextInt(20));
            Instruction instruction = InstructionDecoder.decode(code, at, limit);
            int length = instruction.length();
            assertEquals(instruction.isValid(), length >= 1 && length <= 15 && length <= limit - at);
        }
    }

    @Test
    void refusesWrongBounds() {
        byte[] code = new byte[4];
        assertThrows(IndexOutOfBoundsException.class, () -> InstructionDecoder.decode(code, -1, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> InstructionDecoder.decode(code, 0, 5));
        assertThrows(IndexOutOfBoundsException.class, () -> InstructionDecoder.decode(code, 3, 2));
        assertEquals(Kind.TRUNCATED, InstructionDecoder.decode(code, 4, 4).kind());
    }

    private static String shape(Instruction instruction) {
        if (instruction.isRelativeBranch()) {
            return "rel " + instruction.relativeOffset() + "/" + instruction.relativeSize();
        }
        if (instruction.displacementSize() == 0) {
            return "";
        }
        return (instruction.ripRelative() ? "rip " : "disp ") + instruction.displacementOffset() + "/"
                + instruction.displacementSize();
    }

    private static Stream<String[]> rows(String table) {
        return table.lines()
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}

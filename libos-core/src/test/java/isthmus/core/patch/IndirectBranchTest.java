package isthmus.core.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.asm.decode.InstructionDecoder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the target of a jump, call or return is loaded; the expected bytes are GNU as'. */
class IndirectBranchTest {
    private static IndirectBranch of(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return IndirectBranch.of(bytes, InstructionDecoder.decode(bytes, 0, bytes.length));
    }

    @ParameterizedTest
    @CsvSource({
        "ffe0, 488bc0, 0", // jmp *%rax
        "ffd3, 488bc3, -8", // call *%rbx
        "41ffe3, 498bc3, 0", // jmp *%r11
        "48ffe0, 488bc0, 0", // the same with a prefix that changes nothing
        "f2ffe0, 488bc0, 0", // bnd jmp *%rax
        "3effe0, 488bc0, 0", // notrack jmp *%rax
        "ff5010, 488b4010, -8", // call *16(%rax)
        "ff6424f8, 488b4424f8, 0", // jmp *-8(%rsp)
        "42ff24f8, 4a8b04f8, 0", // jmp *(%rax,%r15,8)
        "64ff142528000000, 64488b042528000000, -8", // call *%fs:40
        "67ff20, 67488b00, 0", // jmp *(%eax)
        "c3, 488b0424, 8",
        "f3c3, 488b0424, 8",
        "f2c3, 488b0424, 8",
        "c24000, 488b0424, 72",
    })
    void theTargetIsLoaded(String branch, String load, int stack) {
        IndirectBranch found = of(branch);
        assertNotNull(found);
        assertEquals(load, HexFormat.of().formatHex(found.load()));
        assertEquals(stack, found.stack());
        assertEquals(found.load().length, found.shape().length());
    }

    @Test
    void aPlaceRelativeToTheInstructionIsSaid() {
        assertTrue(of("ff2510000000").isRipRelative());
    }

    /** jmp *%rsp; call *%rsp; jmp *%ax; far jump; far call; far return; iretq; ret of more than 64 bytes of arguments. */
    @ParameterizedTest
    @ValueSource(strings = {"ffe4", "ffd4", "66ffe0", "ff28", "ff18", "cb", "48cf", "c24100", "66c3"})
    void rareFormsAreLeft(String branch) {
        assertNull(of(branch));
    }

    @Test
    void raxIsSavedAtADistance() {
        assertEquals("4889842470ffffff", HexFormat.of().formatHex(IndirectBranch.saveRax(Lookup.SAVED_RAX)));
    }
}

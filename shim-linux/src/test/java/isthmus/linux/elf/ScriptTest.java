package isthmus.linux.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScriptTest {
    private static ByteBuffer file(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, Script.LINE_LIMIT))
                .slice();
    }

    private static void assertNotExecutable(String text) {
        ErrnoException e = assertThrows(ErrnoException.class, () -> Script.read(file(text)));
        assertEquals(Errno.ENOEXEC, e.errno());
    }

    @Test
    void readsInterpreterAndOneArgument() {
        Script script = Script.read(file("#! /bin/sh  -x  y \t\necho"));
        assertEquals("/bin/sh", script.interpreter());
        assertEquals("-x  y", script.argument());
    }

    @Test
    void hasNoArgumentWhereNothingFollows() {
        assertNull(Script.read(file("#!/bin/sh   \n")).argument());
        assertNull(Script.read(file("#!/bin/sh")).argument());
        assertNull(Script.read(file("#!/bin/sh\0junk")).argument());
    }

    @Test
    void refusesALineWithoutInterpreter() {
        assertNotExecutable("#!\n/bin/sh");
        assertNotExecutable("#!  \t ");
    }

    @Test
    void refusesANameThatMayGoOn() {
        assertNotExecutable("#!/" + "x".repeat(300));
        assertNotExecutable("#!/" + "x".repeat(253));
        assertEquals(
                252,
                Script.read(file("#!/" + "x".repeat(251) + " \n")).interpreter().length());
    }

    @Test
    void cutsALongArgument() {
        Script script = Script.read(file("#!/bin/sh " + "a".repeat(300)));
        assertEquals(246, script.argument().length());
    }

    @Test
    void knowsAScriptByItsFirstBytes() {
        assertTrue(Script.isScript(file("#!")));
        assertFalse(Script.isScript(file("#")));
        assertFalse(Script.isScript(file("\177ELF")));
    }
}

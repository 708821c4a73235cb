package isthmus.core.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.asm.SharedObjectWriter.Function;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedObjectWriterTest {
    private static final int START = SharedObjectWriter.TEXT;

    private static byte[] sample() {
        Assembler a = new Assembler(SharedObjectWriter.CONSTANTS);
        Label number = a.here("number");
        a.long64(42);
        a.zeros(56);
        a.loadRip(Register.RAX, number);
        a.ret();
        int second = (int) a.currentAddress();
        a.mov(Register.RAX, 7);
        a.ret();
        int end = (int) a.currentAddress();
        return SharedObjectWriter.write(
                "sample.so.1",
                "SAMPLE_1.0",
                a.finish(),
                List.of(
                        new Function("answer", START, second - START, false),
                        new Function("also_answer", START, second - START, true),
                        new Function("seven", second, end - second, false)));
    }

    @Test
    void wholePages() {
        assertEquals(4096, sample().length);
        byte[] large =
                SharedObjectWriter.write("x", "Y", new byte[5000], List.of(new Function("f", START, 4000, false)));
        assertEquals(8192, large.length);
    }

    @Test
    void tooManyFunctions() {
        List<Function> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(new Function("function" + i, START, 1, false));
        }
        assertThrows(IllegalArgumentException.class, () -> SharedObjectWriter.write("x", "Y", new byte[100], many));
    }

    @Test
    void binutilsReadIt(@TempDir Path directory) throws IOException, InterruptedException {
        HostTools.assumeLinuxX64();
        Path file = directory.resolve("sample.so");
        Files.write(file, sample());
        String text = HostTools.output("readelf", "--all", "--wide", "--debug-dump=frames", file.toString());
        assertFalse(text.contains("Warning") || text.contains("Error"), text);
        for (String part : List.of(
                "SONAME)             Library soname: [sample.so.1]",
                "FUNC    GLOBAL DEFAULT   10 answer@@SAMPLE_1.0",
                "FUNC    WEAK   DEFAULT   10 also_answer@@SAMPLE_1.0",
                "Flags: BASE  Index: 1  Cnt: 1  Name: sample.so.1",
                "Rev: 1  Flags: none  Index: 2  Cnt: 1  Name: SAMPLE_1.0",
                "DW_CFA_def_cfa: r7 (rsp) ofs 8",
                "There are no relocations in this file.")) {
            assertTrue(text.contains(part), () -> part + "\nis not in\n" + text);
        }
        assertEquals(2, text.split("FDE cie=00000000 pc=", -1).length - 1);
    }

    @Test
    void theDynamicLinkerLoadsIt(@TempDir Path directory) throws IOException, InterruptedException {
        HostTools.assumeLinuxX64();
        Files.write(directory.resolve("libsample.so"), sample());
        Files.writeString(directory.resolve("main.c"), """
                #define _GNU_SOURCE
                #include <dlfcn.h>
                #include <stdio.h>
                int main(int argc, char **argv) {
                    void *library = dlopen(argv[1], RTLD_NOW);
                    if (!library) return puts(dlerror()), 1;
                    long (*answer)(void) = dlvsym(library, "answer", "SAMPLE_1.0");
                    long (*also)(void) = dlsym(library, "also_answer");
                    long (*seven)(void) = dlsym(library, "seven");
                    printf("%ld %ld %ld %p\\n", answer(), also(), seven(), dlvsym(library, "seven", "OTHER"));
                }
                """);
        String program = directory.resolve("main").toString();
        HostTools.output("gcc", "-o", program, directory.resolve("main.c").toString(), "-ldl");
        assertEquals(
                "42 42 7 (nil)\n",
                HostTools.output(program, directory.resolve("libsample.so").toString()));
    }
}

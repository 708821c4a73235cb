package isthmus.app.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootKindTest {
    @TempDir
    Path folder;

    private Path file(String name, byte[] contents) throws IOException {
        return Files.write(folder.resolve(name), contents);
    }

    private static TestTar root() {
        return new TestTar()
                .directory("./")
                .directory("./bin/")
                .file("./bin/sh", 0755, new byte[3000])
                .directory("./etc/");
    }

    @Test
    void folders() throws IOException {
        Path root = Files.createDirectories(folder.resolve("root"));
        assertEquals(new RootKind.Folder(root), RootKind.of(root));
        Files.createDirectories(root.resolve("usr/lib"));
        Files.createSymbolicLink(root.resolve("bin"), Path.of("usr/bin"));
        assertEquals(new RootKind.Root(root, ""), RootKind.of(root));
        Files.writeString(root.resolve("usr/lib/os-release"), "NAME=x\nPRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\n");
        assertEquals(new RootKind.Root(root, "Debian GNU/Linux 13 (trixie)"), RootKind.of(root));
        Files.createDirectories(root.resolve("etc"));
        Files.createSymbolicLink(root.resolve("etc/os-release"), Path.of("/etc/os-release")); // not the host's
        assertEquals(new RootKind.Root(root, "Debian GNU/Linux 13 (trixie)"), RootKind.of(root));
    }

    @Test
    void archives() throws IOException {
        Path plain = file("x.zip", root().bytes());
        assertEquals(new RootKind.Archive(plain, FileFormat.TAR, true), RootKind.of(plain));
        Path packed = file("y", root().gzip());
        assertEquals(new RootKind.Archive(packed, FileFormat.GZIP, true), RootKind.of(packed));
        Path sources = file(
                "z.tar", new TestTar().file("hello/main.c", 0644, new byte[10]).bytes());
        assertEquals(new RootKind.Archive(sources, FileFormat.TAR, false), RootKind.of(sources));
    }

    @Test
    void imagesOfContainers() throws IOException {
        String layer = "0123456789abcdef".repeat(4);
        Path old = file(
                "old.tar",
                new TestTar()
                        .directory(layer + "/")
                        .file(layer + "/layer.tar", 0644, new byte[999])
                        .bytes());
        assertEquals(new RootKind.Image(old), RootKind.of(old));
        Path now = file(
                "new.tar.gz",
                new TestTar()
                        .directory("blobs/")
                        .directory("blobs/sha256/")
                        .file("blobs/sha256/" + layer, 0644, new byte[9])
                        .gzip());
        assertEquals(new RootKind.Image(now), RootKind.of(now));
        Path layout = Files.createDirectory(folder.resolve("layout"));
        Files.writeString(layout.resolve("oci-layout"), "{}");
        assertEquals(new RootKind.Image(layout), RootKind.of(layout));
    }

    @Test
    void programsAndOthers() throws IOException {
        Path elf = file("a.tar", TestElf.program(null).bytes());
        assertEquals(new RootKind.Program(elf, FileFormat.ELF), RootKind.of(elf));
        Path script = file("b", "#!/bin/sh\n".getBytes(UTF_8));
        assertEquals(new RootKind.Program(script, FileFormat.SCRIPT), RootKind.of(script));
        Path windows = file("c.tar", "MZ".getBytes(UTF_8));
        assertEquals(new RootKind.Other(windows, FileFormat.WINDOWS_PROGRAM), RootKind.of(windows));
        Path noTar = file("d.tar.gz", Arrays.copyOf(root().gzip(), 15));
        assertEquals(new RootKind.Other(noTar, FileFormat.GZIP), RootKind.of(noTar));
        assertInstanceOf(RootKind.Unreadable.class, RootKind.of(folder.resolve("none")));
    }

    @Test
    void anyBytes() throws IOException {
        Random random = new Random(7);
        byte[][] seeds = {root().bytes(), root().gzip()};
        for (int round = 0; round < 300; round++) {
            byte[] bytes = seeds[round % 2].clone();
            for (int i = 0; i < 10; i++) {
                bytes[random.nextInt(Math.min(bytes.length, 1500))] = (byte) random.nextInt();
            }
            assertNotNull(RootKind.of(file("fuzzed", Arrays.copyOf(bytes, random.nextInt(bytes.length)))));
        }
    }
}

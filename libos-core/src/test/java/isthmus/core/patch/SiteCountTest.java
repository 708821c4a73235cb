package isthmus.core.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.asm.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Call sites that objdump finds in programs of the host are replaced, all but one in two hundred (and one that objdump
 * finds in a table); nothing that calls the host remains where code is to run in place.
 */
class SiteCountTest {
    @BeforeEach
    void needsLinux() {
        HostTools.assumeLinuxX64();
    }

    static Stream<Path> programs() throws IOException {
        Path loader = Path.of("/lib64/ld-linux-x86-64.so.2").toRealPath();
        Path libraries = loader.getParent();
        String musl = "/usr/lib/x86_64-linux-musl/libc.so";
        return Stream.of(
                        loader,
                        libraries.resolve("libc.so.6"),
                        libraries.resolve("libcrypto.so.3"),
                        Path.of(musl),
                        Path.of("/bin/busybox"),
                        Path.of("/usr/bin/git"),
                        Path.of("/bin/bash"),
                        Path.of("/usr/lib/go-1.19/bin/go"))
                .filter(Files::exists);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void allAreReplaced(Path path) throws IOException, InterruptedException {
        List<Long> sites = sites(path);
        List<String> missed = new ArrayList<>();
        int found = 0;
        for (FileRegion region : FileRegion.of(path)) {
            EagerPatcher patcher = new EagerPatcher(0x7fff_1234_0000L);
            boolean[] left = patcher.prepare(region);
            assertClean(region, left);
            for (long site : sites) {
                boolean inside = site >= region.start() && site < region.end();
                found += inside ? 1 : 0;
                if (inside && patcher.toHost(site) == site) {
                    missed.add(Long.toHexString(site));
                    assertTrue(left[(int) (site - region.start() >>> 12)], "runs in place: " + missed);
                }
            }
        }
        assertEquals(sites.size(), found, "sites outside of executable segments");
        assertTrue(
                missed.size() <= 1 + sites.size() / 200, () -> missed.size() + " of " + sites.size() + ": " + missed);
    }

    /** Only pages that are said to have a pair have one. */
    private static void assertClean(FileRegion region, boolean[] pages) {
        byte[] bytes = region.bytes();
        for (int at = HostCallBytes.find(bytes, 0, bytes.length);
                at >= 0;
                at = HostCallBytes.find(bytes, at + 1, bytes.length)) {
            assertTrue(pages[at >>> 12] && pages[at + 1 >>> 12], "pair at " + Long.toHexString(region.start() + at));
        }
        byte[] hidden = region.hidden.bytes();
        for (int area = 0; area < hidden.length; area += 1 << 16) {
            assertEquals(-1, HostCallBytes.find(hidden, area + (1 << 13), area + (1 << 16)), "in our own code");
        }
    }

    private static List<Long> sites(Path path) throws IOException, InterruptedException {
        return HostTools.output("objdump", "-d", "-w", path.toString())
                .lines()
                .filter(line -> line.endsWith("\tsyscall"))
                .map(line -> Long.parseUnsignedLong(
                        line.substring(0, line.indexOf(':')).strip(), 16))
                .toList();
    }
}

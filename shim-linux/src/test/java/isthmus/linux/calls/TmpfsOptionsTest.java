package isthmus.linux.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TmpfsOptionsTest {
    private static final long MEMORY = 1000L << 20;

    private static TmpfsOptions parse(String text) {
        return TmpfsOptions.parse(text, MEMORY, 5, 6);
    }

    @Test
    void withoutOptionsHalfTheMemory() {
        assertEquals(new TmpfsOptions(MEMORY / 2, 01777, 5, 6), parse(""));
    }

    @Test
    void eachOptionIsHeeded() {
        assertEquals(new TmpfsOptions(3L << 20, 0750, 7, 8), parse("size=3m,mode=750,uid=7,gid=8"));
        assertEquals(4096 * 10, parse("nr_blocks=10").bytes());
        assertEquals(MEMORY / 4, parse("size=25%").bytes());
        assertEquals(123, parse("size=123").bytes());
        assertEquals(1L << 44, parse("size=0").bytes());
        assertEquals(1L << 44, parse("size=99999999999g").bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"size=", "size=x", "size=k", "mode=8", "uid=me", "unknown", "size=-1"})
    void nonsenseIsRefused(String text) {
        assertEquals(
                Errno.EINVAL,
                assertThrows(ErrnoException.class, () -> parse(text)).errno());
    }
}

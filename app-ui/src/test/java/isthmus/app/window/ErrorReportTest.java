package isthmus.app.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ErrorReportTest {
    private static Throwable error(String message) {
        return new RuntimeException("outer", new IllegalStateException(message));
    }

    @Test
    void theSameErrorHasTheSameShortCode() {
        ErrorReport one = ErrorReport.of(error("a"), "host");
        ErrorReport two = ErrorReport.of(error("b"), "host");
        assertEquals(one.code(), two.code());
        assertTrue(one.code().matches("E-[0-9A-F]{4}"), one.code());
        assertTrue(one.details().contains("IllegalStateException: a"));
        assertTrue(one.details().contains("host"));
    }
}

package isthmus.app.record;

import java.util.function.LongPredicate;

/** A number compared with another one. */
@FunctionalInterface
interface Comparison extends LongPredicate {
    /** @param operator one of {@code < <= > >= = !=} */
    static Comparison of(String operator, long value) {
        return switch (operator) {
            case "<" -> n -> n < value;
            case "<=" -> n -> n <= value;
            case ">" -> n -> n > value;
            case ">=" -> n -> n >= value;
            case "=" -> n -> n == value;
            case "!=" -> n -> n != value;
            default -> throw new IllegalArgumentException(operator);
        };
    }
}

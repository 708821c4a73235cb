package isthmus.app.record;

import isthmus.linux.calls.ArgType;
import isthmus.linux.calls.SystemCall;
import isthmus.linux.trace.CallSearch;
import isthmus.linux.trace.CallText;
import isthmus.linux.trace.TraceEvent;
import isthmus.linux.trace.TraceRecord;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** What a row is asked. Objects remember what they found out, so each thread needs its own. */
@FunctionalInterface
interface FilterTest {
    boolean test(RowView row);

    default FilterTest and(FilterTest other) {
        return row -> test(row) && other.test(row);
    }

    default FilterTest or(FilterTest other) {
        return row -> test(row) || other.test(row);
    }

    default FilterTest not() {
        return row -> !test(row);
    }

    /** Its kind, by the name that rows show. */
    static FilterTest kind(TraceEvent.Kind kind) {
        return row -> row.kind() == kind;
    }

    /** The number of its call. */
    static FilterTest call(boolean[] numbers, Predicate<String> others) {
        return row -> {
            if (!row.isCall()) {
                return false;
            }
            int number = row.entry().number();
            return number >= 0 && number < numbers.length ? numbers[number] : others.test(CallText.name(number));
        };
    }

    /** Its errno, 1 to 4095. */
    static FilterTest errno(LongPredicate errno) {
        return row -> {
            TraceRecord exit = row.exit();
            return exit != null && CallText.isFailure(exit.result()) && errno.test(-exit.result());
        };
    }

    /** What the call returned; false for one that has not. */
    static FilterTest result(LongPredicate result) {
        return row -> row.exit() != null && result.test(row.exit().result());
    }

    static FilterTest number(ToLongFunction<RowView> what, LongPredicate value) {
        return row -> value.test(what.applyAsLong(row));
    }

    /** The name of its task. */
    static FilterTest process(Predicate<String> name) {
        return new FilterTest() {
            private byte[] known = new byte[16];

            @Override
            public boolean test(RowView row) {
                int number = row.name();
                if (number >= known.length) {
                    known = java.util.Arrays.copyOf(known, 2 * number);
                }
                if (known[number] == 0) {
                    known[number] = (byte) (name.test(row.process()) ? 1 : 2);
                }
                return known[number] == 1;
            }
        };
    }

    /** A path that the call names, that of its descriptor, or that of a program. */
    static FilterTest path(List<? extends PathTest.Match> globs) {
        return new PathTest(globs, true);
    }

    /** Any text that is shown of the row. */
    static FilterTest text(String word) {
        CallSearch search = new CallSearch(word);
        FilterTest process = process(search::in);
        // A byte that is no ASCII is shown as an escape: what is typed is meant as it is in the path.
        boolean escaped = word.chars().anyMatch(c -> c > 0x7e);
        FilterTest path = new PathTest(List.<PathTest.Match>of(search::in), false);
        return row -> {
            if (process.test(row)) {
                return true;
            }
            if (!row.isCall()) {
                return search.in(RowDecoder.name(row.kind()))
                        || search.in(RowDecoder.text(row.entry().event()));
            }
            TraceRecord exit = row.exit();
            return search.inName(row.entry().number())
                    || (row.kind() == TraceEvent.Kind.ENTRY && search.inArguments(row.entry(), exit))
                    || (exit != null && search.inResult(exit))
                    || (escaped && path.test(row));
        };
    }

    /** A call that Isthmus does not have. */
    static FilterTest missing() {
        return row -> {
            TraceRecord exit = row.exit();
            if (exit == null) {
                return false;
            }
            SystemCall call = TraceRecord.call(exit.number());
            return CallText.isMissing(call, exit.result());
        };
    }

    /** Indexes of the arguments of a call that are paths. */
    static int[] pathArguments(int number) {
        SystemCall call = TraceRecord.call(number);
        List<ArgType> types = call == null ? List.of() : call.arguments();
        return java.util.stream.IntStream.range(0, types.size())
                .filter(i -> types.get(i) == ArgType.PATH)
                .toArray();
    }
}

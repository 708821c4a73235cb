package isthmus.app.record;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Strings by small numbers. One thread adds, any reads. A guest can make up names, so there is a limit. */
final class NameList {
    private static final int LIMIT = 1 << 16;

    private final Map<String, Integer> numbers = new HashMap<>();
    private volatile String[] names = {"", null, null, null};
    private volatile int count = 1;

    /** Of a name: a new one if need be; 0, which stands for none, if there are too many. */
    int number(String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        if (count == LIMIT) {
            return 0;
        }
        int number = count;
        String[] all = number < names.length ? names : Arrays.copyOf(names, 2 * number);
        all[number] = name;
        names = all;
        count = number + 1;
        numbers.put(name, number);
        return number;
    }

    String name(int number) {
        return names[number];
    }

    /** How many there are; the first is empty. */
    int count() {
        return count;
    }
}

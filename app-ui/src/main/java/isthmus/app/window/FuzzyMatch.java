package isthmus.app.window;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether the letters of a query appear in a text in this order, and how well. */
record FuzzyMatch(int score) {
    private static final int WORD_START = 8;
    private static final int NEXT_TO_EACH_OTHER = 9;
    private static final int FOUND = 1;

    /** Empty if they do not. An empty query matches all equally. Case and spaces of the query do not matter. */
    static Optional<FuzzyMatch> of(String query, String text) {
        String wanted = query.replace(" ", "").toLowerCase(Locale.ROOT);
        int[] letters = wanted.codePoints().toArray();
        int[] given = text.toLowerCase(Locale.ROOT).codePoints().toArray();
        if (letters.length == 0) {
            return Optional.of(new FuzzyMatch(0));
        }
        // best[j]: the best score of the letters so far with the last of them at j
        int[] best = new int[given.length];
        for (int i = 0; i < letters.length; i++) {
            int[] next = new int[given.length];
            int before = i == 0 ? 1 : 0; // the best of best[0..j-2], plus one so that 0 says none
            for (int j = 0; j < given.length; j++) {
                if (j >= 2 && i > 0) {
                    before = Math.max(before, best[j - 2]);
                }
                int adjacent = i > 0 && j > 0 && best[j - 1] > 0 ? best[j - 1] + NEXT_TO_EACH_OTHER : 0;
                int reached = Math.max(before, adjacent);
                if (given[j] == letters[i] && reached > 0) {
                    boolean start = j == 0 || !Character.isLetterOrDigit(given[j - 1]);
                    next[j] = reached + FOUND + (start ? WORD_START : 0);
                }
            }
            best = next;
        }
        int score = Arrays.stream(best).max().orElse(0);
        return score == 0 ? Optional.empty() : Optional.of(new FuzzyMatch(score));
    }
}

package isthmus.app.engine;

/**
 * Whom the program takes itself for.
 *
 * @param uid user id, 0 to 2^32 - 2
 * @param gid group id, 0 to 2^32 - 2
 */
public record UserIds(long uid, long gid) {
    public static final UserIds ROOT = new UserIds(0, 0);

    private static final long LARGEST = 0xffff_fffeL; // (uid_t) -1 means "no change", setresuid(2)

    /** @throws OptionException if a number is out of range */
    public UserIds {
        if (uid < 0 || uid > LARGEST || gid < 0 || gid > LARGEST) {
            throw new OptionException(
                    "the user " + uid + ":" + gid + " is not possible; use numbers from 0 to " + LARGEST);
        }
    }

    /**
     * {@code UID[:GID]}; the group is the user's number if it is not given.
     *
     * @param option what to call it in a message
     * @throws OptionException if it has another form
     */
    public static UserIds parse(String option, String text) {
        int colon = text.indexOf(':');
        try {
            long uid = Numbers.unsigned(colon < 0 ? text : text.substring(0, colon), LARGEST);
            return new UserIds(uid, colon < 0 ? uid : Numbers.unsigned(text.substring(colon + 1), LARGEST));
        } catch (NumberFormatException e) {
            throw new OptionException(option + " " + text
                    + " is not UID or UID:GID; write numbers, such as 1000:1000 (names are not looked up)");
        }
    }

    /** As {@link #parse} takes it. */
    public String text() {
        return uid == gid ? String.valueOf(uid) : uid + ":" + gid;
    }
}

package isthmus.core.socket;

/** {@code struct ucred} (unix(7)): who is at the other end. */
public record Ucred(int pid, int uid, int gid) {
    /** What is told about a sender that left no credentials: nobody. */
    public static final Ucred NONE = new Ucred(0, 65534, 65534);
    /** SO_PEERCRED of a socket without a peer. */
    public static final Ucred NO_PEER = new Ucred(0, -1, -1);
}

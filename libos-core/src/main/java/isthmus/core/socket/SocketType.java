package isthmus.core.socket;

/** Families, types and flags of socket(2), send(2) and recv(2), with Linux's values. */
public final class SocketType {
    public static final int AF_UNSPEC = 0, AF_UNIX = 1;
    public static final int SOCK_STREAM = 1, SOCK_DGRAM = 2, SOCK_RAW = 3, SOCK_RDM = 4, SOCK_SEQPACKET = 5;
    public static final int MSG_OOB = 1,
            MSG_PEEK = 2,
            MSG_CTRUNC = 8,
            MSG_TRUNC = 0x20,
            MSG_DONTWAIT = 0x40,
            MSG_EOR = 0x80;
    public static final int MSG_WAITALL = 0x100, MSG_ERRQUEUE = 0x2000, MSG_NOSIGNAL = 0x4000, MSG_WAITFORONE = 0x10000;
    public static final int MSG_CMSG_CLOEXEC = 0x40000000;
    /** Bits of the shutdown state; SHUT_RD + 1, SHUT_WR + 1. */
    public static final int RCV_SHUTDOWN = 1, SEND_SHUTDOWN = 2, SHUTDOWN_MASK = 3;

    private SocketType() {}
}

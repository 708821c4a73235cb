package isthmus.linux.tty;

/** Requests of ioctl_tty(2) and their bits. */
final class TtyIoctl {
    static final int TCGETS = 0x5401,
            TCSETS = 0x5402,
            TCSETSW = 0x5403,
            TCSETSF = 0x5404,
            TCGETA = 0x5405,
            TCSETA = 0x5406;
    static final int TCSETAW = 0x5407,
            TCSETAF = 0x5408,
            TCSBRK = 0x5409,
            TCXONC = 0x540a,
            TCFLSH = 0x540b,
            TIOCEXCL = 0x540c;
    static final int TIOCNXCL = 0x540d, TIOCSCTTY = 0x540e, TIOCGPGRP = 0x540f, TIOCSPGRP = 0x5410, TIOCOUTQ = 0x5411;
    static final int TIOCSTI = 0x5412, TIOCGWINSZ = 0x5413, TIOCSWINSZ = 0x5414, FIONREAD = 0x541b, TIOCPKT = 0x5420;
    static final int TIOCNOTTY = 0x5422, TIOCSETD = 0x5423, TIOCGETD = 0x5424, TCSBRKP = 0x5425, TIOCSBRK = 0x5427;
    static final int TIOCCBRK = 0x5428, TIOCGSID = 0x5429, TIOCVHANGUP = 0x5437, TIOCGPTPEER = 0x5441;
    static final int TIOCGSOFTCAR = 0x5419, TIOCSSOFTCAR = 0x541a, TIOCGLCKTRMIOS = 0x5456;
    static final int TCGETS2 = 0x802c542a, TCSETS2 = 0x402c542b, TCSETSW2 = 0x402c542c, TCSETSF2 = 0x402c542d;
    static final int TIOCGPTN = 0x80045430, TIOCSPTLCK = 0x40045431, TIOCGDEV = 0x80045432, TIOCSIG = 0x40045436;
    static final int TIOCGPKT = 0x80045438, TIOCGPTLCK = 0x80045439, TIOCGEXCL = 0x80045440;
    static final int TIOCPKT_FLUSHREAD = 1, TIOCPKT_FLUSHWRITE = 2, TIOCPKT_STOP = 4, TIOCPKT_START = 8;
    static final int TIOCPKT_NOSTOP = 16, TIOCPKT_DOSTOP = 32, TIOCPKT_IOCTL = 64;

    /** Arguments of TCFLSH and TCXONC. */
    static final int TCIFLUSH = 0, TCOFLUSH = 1, TCIOFLUSH = 2, TCOOFF = 0, TCOON = 1, TCIOFF = 2, TCION = 3;

    private TtyIoctl() {}
}

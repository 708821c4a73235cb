// Packet mode: each read from the master starts with a byte that tells data from changes: flush, stop, start.
#include "pty.h"

int main(void) {
    int on = 1, state = -1;
    open_pty();
    change(LOCAL, ECHO, 0);
    OK(ioctl(master, TIOCPKT, &on));
    OK(ioctl(master, TIOCGPKT, &state));
    EQ(1, state);
    MUST(write(slave, "data", 4));
    SCREEN("\\x00data");
    MUST(tcflush(slave, TCIFLUSH));
    struct pollfd f = {master, POLLIN | POLLPRI, 0};
    EQ(1, poll(&f, 1, 0));
    CHECK(f.revents & POLLPRI);
    STR("\\x01", get_from(master)); // TIOCPKT_FLUSHREAD
    MUST(tcflush(slave, TCOFLUSH));
    STR("\\x02", get_from(master)); // TIOCPKT_FLUSHWRITE
    MUST(tcflow(slave, TCOOFF));
    STR("\\x04", get_from(master)); // TIOCPKT_STOP
    MUST(tcflow(slave, TCOON));
    STR("\\x08", get_from(master)); // TIOCPKT_START
    change(INPUT, IXON, 0);
    STR("\\x10", get_from(master)); // TIOCPKT_NOSTOP: Ctrl-S means nothing now
    change(INPUT, 0, IXON);
    STR(" ", get_from(master)); // TIOCPKT_DOSTOP
    MUST(write(slave, "more", 4));
    char two[2];
    EQ(2, read(master, two, 2));
    CHECK(two[0] == 0 && two[1] == 'm');
    SCREEN("\\x00ore");
    on = 0;
    OK(ioctl(master, TIOCPKT, &on));
    MUST(write(slave, "plain", 5));
    SCREEN("plain");
    ERR(ENOTTY, ioctl(slave, TIOCPKT, &on)); // only the master has it
    ERR(ENOTTY, ioctl(slave, TIOCGPTN, &on));
    return finish();
}

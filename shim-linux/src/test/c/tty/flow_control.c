// Ctrl-S and Ctrl-Q hold and release output; tcflow does the same; IXANY; a full screen blocks the writer.
#include "pty.h"

int main(void) {
    open_pty();
    change(LOCAL, ECHO, 0);
    type("\023"); // Ctrl-S
    pid_t pid = xfork();
    if (pid == 0) _exit(write(slave, "held back", 9) == 9 ? 0 : 1);
    msleep(20);
    SCREEN("(nothing)");
    EQ(0, waitpid(pid, NULL, WNOHANG));
    type("\021"); // Ctrl-Q
    STR("exit 0", reap(pid));
    SCREEN("held back");
    INPUT("(nothing)"); // the two keys are not passed on
    MUST(fcntl(slave, F_SETFL, O_NONBLOCK));
    OK(tcflow(slave, TCOOFF));
    ERR(EAGAIN, write(slave, "x", 1));
    OK(tcflow(slave, TCOON));
    EQ(1, write(slave, "x", 1));
    SCREEN("x");
    change(INPUT, 0, IXANY);
    type("\023");
    ERR(EAGAIN, write(slave, "y", 1));
    type("k"); // any key will do
    EQ(1, write(slave, "y", 1));
    SCREEN("y");
    change(INPUT, IXON | IXANY, 0);
    type("\023\021\n");
    INPUT("k\\x13\\x11\\n");
    static char block[4096];
    long total = 0, n;
    memset(block, 'b', sizeof block);
    for (int full = 0; full < 3 && total < 10000000;) { // what was written moves on behind the scenes
        n = write(slave, block, sizeof block);
        if (n > 0) total += n, full = 0;
        else full++, settle(), msleep(3);
    }
    EQ(EAGAIN, errno); // nobody reads the screen
    CHECK(total >= 2048 && total < 1000000);
    struct pollfd f = {slave, POLLOUT, 0};
    EQ(0, poll(&f, 1, 0));
    long seen = 0;
    MUST(fcntl(master, F_SETFL, O_NONBLOCK));
    while ((n = read(master, block, sizeof block)) > 0) seen += n;
    CHECK(seen == total);
    EQ(1, poll(&f, 1, 1000));
    n = 0; // and a keyboard buffer that nobody empties
    MUST(fcntl(master, F_SETFL, O_NONBLOCK));
    change(LOCAL, ICANON, 0);
    memset(block, 'k', sizeof block);
    for (total = 0; total < 1000000 && (n = write(master, block, 512)) > 0;) total += n;
    EQ(EAGAIN, errno);
    CHECK(n == -1 && total >= 4095);
    return finish();
}

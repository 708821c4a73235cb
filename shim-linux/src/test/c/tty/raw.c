// Raw input and VMIN and VTIME: all four cases; what was typed before a change of mode.
#include "pty.h"

static void raw(int min, int time) {
    struct termios t;
    MUST(tcgetattr(slave, &t));
    cfmakeraw(&t);
    t.c_cc[VMIN] = min, t.c_cc[VTIME] = time;
    MUST(tcsetattr(slave, TCSANOW, &t));
}
static void later(int milliseconds, const char *text) {
    if (xfork()) return;
    msleep(milliseconds);
    type(text);
    _exit(0);
}

int main(void) {
    open_pty();
    raw(1, 0);
    type("a");
    INPUT("a");
    type("\003\004\r\177\x1a\021\023"); // nothing is special
    INPUT("\\x03\\x04\\r\\x7f\\x1a\\x11\\x13");
    SCREEN("(nothing)");
    MUST(write(slave, "a\nb", 3));
    SCREEN("a\\nb"); // nor on the way out
    type("xyz");
    char c;
    EQ(1, read(slave, &c, 1));
    INPUT("yz");
    later(15, "later");
    STR("later", get_from(slave)); // waits
    raw(0, 0);
    STR("", get_from(slave)); // at once
    type("p");
    STR("p", get_from(slave));
    raw(0, 1); // a tenth of a second
    long long start = now_ms();
    STR("", get_from(slave));
    CHECK(now_ms() - start >= 90);
    raw(0, 200);
    later(15, "q");
    STR("q", get_from(slave));
    raw(3, 0); // until there are three
    type("12");
    CHECK(!readable(slave));
    later(15, "3");
    STR("123", get_from(slave));
    EQ(1, (type("4"), later(10, "56"), read(slave, &c, 1))); // fewer if fewer are asked for
    while (wait(NULL) > 0) {
    }
    STR("56", (raw(1, 0), get_from(slave)));
    raw(100, 1); // between the bytes: a tenth of a second after the first
    type("slow");
    STR("slow", get_from(slave));
    MUST(fcntl(slave, F_SETFL, O_NONBLOCK));
    raw(1, 0);
    STR("EAGAIN", get_from(slave));
    raw(0, 0);
    STR("", get_from(slave)); // zero means "nothing", not EAGAIN
    return finish();
}

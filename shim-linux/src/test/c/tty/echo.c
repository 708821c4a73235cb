// Echo: characters, control characters as ^X, erasing on the screen, kill, newline only, none.
#include "pty.h"

static const char *echo_of(const char *typed, const char *want) {
    type(typed);
    const char *seen = screen(want);
    tcflush(slave, TCIFLUSH);
    return seen;
}
#define ECHOED(want, typed) STR(want, echo_of(typed, want))

int main(void) {
    open_pty();
    ECHOED("abc", "abc");
    ECHOED("x\\r\\n", "x\n");
    ECHOED("x\\r\\n", "x\r");
    ECHOED("ab\\x08 \\x08", "ab\177"); // back, blank, back
    ECHOED("(nothing)", "\177");
    ECHOED("^A\\x08 \\x08\\x08 \\x08", "\001\177"); // two columns
    ECHOED("abc\\x08 \\x08\\x08 \\x08\\x08 \\x08", "abc\025");
    ECHOED("a b\\x08 \\x08", "a b\027");
    ECHOED("\\x09", "\t"); // tabs as they are
    ECHOED("(nothing)", "\004"); // the end of file does not show
    ECHOED("x^\\x08^Cy", "x\026\003y"); // ^ while it waits for the literal character
    change(LOCAL, ECHOCTL, 0);
    ECHOED("\\x01", "\001");
    change(LOCAL, ECHOE, 0);
    ECHOED("ab\\x7f", "ab\177");
    change(LOCAL, ECHO, ECHONL);
    ECHOED("(nothing)", "secret");
    ECHOED("\\r\\n", "secret\n"); // ECHONL, although ECHO is off
    change(LOCAL, ECHONL, 0);
    ECHOED("(nothing)", "secret\n");
    change(LOCAL, ICANON, ECHO);
    ECHOED("k", "k"); // raw with echo
    MUST(write(slave, "out", 3));
    SCREEN("out");
    change(LOCAL, 0, ICANON | ECHOE | ECHOCTL);
    type("ty");
    MUST(write(slave, "OUT", 3)); // output comes between
    type("ped\n");
    SCREEN("tyOUTped\\r\\n");
    INPUT("typed\\n");
    return finish();
}

// Changing between canonical and raw with input waiting; TCSANOW, TCSADRAIN, TCSAFLUSH; input translations.
#include "pty.h"

int main(void) {
    struct termios t, u;
    open_pty();
    change(LOCAL, ECHO, 0);
    type("half");
    change(LOCAL, ICANON, 0);
    INPUT("half"); // available at once
    type("raw bytes");
    change(LOCAL, 0, ICANON);
    type("\n");
    INPUT("raw bytes"); // what was there counts as a line of its own
    INPUT("\\n");
    type("thrown away\n");
    MUST(tcgetattr(slave, &t));
    OK(tcsetattr(slave, TCSAFLUSH, &t));
    INPUT("(nothing)");
    type("kept\n");
    OK(tcsetattr(slave, TCSADRAIN, &t));
    INPUT("kept\\n");
    change(INPUT, ICRNL, 0);
    change(LOCAL, ICANON, 0);
    type("a\rb\nc");
    INPUT("a\\rb\\nc");
    change(INPUT, 0, ICRNL);
    type("a\rb\nc");
    INPUT("a\\nb\\nc");
    change(INPUT, ICRNL, INLCR);
    type("a\rb\nc");
    INPUT("a\\rb\\rc");
    change(INPUT, INLCR, IGNCR);
    type("a\rb\nc");
    INPUT("ab\\nc");
    change(INPUT, IGNCR, ISTRIP);
    type("\xe1\xff");
    INPUT("a\\x7f");
    change(INPUT, ISTRIP, 0);
    type("\xe1\xff");
    INPUT("\\xe1\\xff");
    change(INPUT, 0, IUCLC);
    change(LOCAL, 0, IEXTEN);
    type("MiXeD");
    INPUT("mixed");
    MUST(tcgetattr(master, &u)); // the master shows and changes the same settings
    MUST(tcgetattr(slave, &t));
    CHECK(t.c_lflag == u.c_lflag && t.c_iflag == u.c_iflag && !memcmp(t.c_cc, u.c_cc, sizeof t.c_cc));
    u.c_lflag |= ICANON;
    OK(tcsetattr(master, TCSANOW, &u));
    MUST(tcgetattr(slave, &t));
    CHECK(t.c_lflag & ICANON);
    return finish();
}

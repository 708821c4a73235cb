// Canonical input: a line at a time, erase, word erase, kill, literal next, end of file, reading a line in parts.
#include "pty.h"

int main(void) {
    open_pty();
    change(LOCAL, ECHO, 0);
    type("no line end");
    INPUT("(nothing)");
    type("\n");
    INPUT("no line end\\n");
    type("one\ntwo\n");
    INPUT("one\\n"); // one line for one read
    INPUT("two\\n");
    type("abx\177c\n"); // DEL erases
    INPUT("abc\\n");
    type("\177\177\177x\n"); // nothing to erase
    INPUT("x\\n");
    type("wrong\025right\n"); // Ctrl-U kills the line
    INPUT("right\\n");
    type("two words  \027new\n"); // Ctrl-W takes the last word and the blanks behind it
    INPUT("two new\\n");
    type("a\026\177b\026\003\n"); // Ctrl-V: taken literally
    INPUT("a\\x7fb\\x03\\n");
    type("partial\004"); // Ctrl-D passes on what is there, without a line end
    INPUT("partial");
    type("\004"); // with nothing there: the end of the file
    char c;
    EQ(0, read(slave, &c, 1));
    type("after\n"); // which is not for ever
    INPUT("after\\n");
    type("long line\n");
    char part[5] = {0};
    EQ(4, read(slave, part, 4));
    STR("long", part);
    INPUT(" line\\n"); // the rest of it
    struct termios t;
    MUST(tcgetattr(slave, &t));
    t.c_cc[VEOL] = ';', t.c_cc[VERASE] = '#';
    MUST(tcsetattr(slave, TCSANOW, &t));
    type("stm#t;");
    INPUT("stt;"); // another end of line, another erase
    int n = -1;
    type("12345\n");
    settle();
    OK(ioctl(slave, FIONREAD, &n));
    EQ(6, n);
    OK(tcflush(slave, TCIFLUSH));
    INPUT("(nothing)");
    type("\r"); // Enter sends CR, which becomes NL
    INPUT("\\n");
    return finish();
}

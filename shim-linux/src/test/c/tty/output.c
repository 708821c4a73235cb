// Output processing: ONLCR, OCRNL, ONOCR, ONLRET, tabs, upper case, and none of it without OPOST.
#include "pty.h"

static const char *out(const char *text, const char *want) {
    MUST(write(slave, text, strlen(text)));
    return screen(want);
}
#define OUT(want, text) STR(want, out(text, want))

int main(void) {
    open_pty();
    OUT("a\\r\\nb", "a\nb"); // ONLCR is on from the start
    change(OUTPUT, ONLCR, 0);
    OUT("a\\nb", "a\nb");
    change(OUTPUT, 0, OCRNL);
    OUT("a\\nb", "a\rb");
    change(OUTPUT, OCRNL, ONOCR);
    OUT("x\\r", "x\r");
    OUT("(nothing)", "\r"); // not in the first column
    OUT("ab\\r", "ab\r");
    change(OUTPUT, ONOCR, XTABS);
    OUT("\\r", "\r");
    OUT("        x       y", "\tx\ty");
    change(OUTPUT, XTABS, OLCUC);
    OUT("UPPER CASE", "upper case");
    change(OUTPUT, OLCUC, 0);
    OUT("\\x1b[31mred\\x1b[0m", "\033[31mred\033[0m");
    change(OUTPUT, OPOST, ONLCR);
    OUT("a\\nb\\rc\\x09", "a\nb\rc\t"); // as it is
    change(OUTPUT, 0, OPOST);
    static char many[3000];
    memset(many, 'm', sizeof many);
    long total = 0, n;
    pid_t pid = xfork();
    if (pid == 0) _exit(write(slave, many, sizeof many) == sizeof many ? 0 : 1);
    char buffer[1000];
    while (total < 3000 && (n = read(master, buffer, sizeof buffer)) > 0) total += n;
    EQ(3000, total);
    STR("exit 0", reap(pid));
    return finish();
}

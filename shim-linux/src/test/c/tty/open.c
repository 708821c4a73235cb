// A pseudo-terminal: open the master, grant, unlock, open the other side by name, pass bytes both ways.
#include "../test.h"
#include <sys/ioctl.h>
#include <termios.h>

int main(void) {
    char buffer[64] = {0};
    int m = posix_openpt(O_RDWR | O_NOCTTY);
    CHECK(m >= 0);
    OK(grantpt(m));
    char *name = ptsname(m);
    CHECK(name && !strncmp(name, "/dev/pts/", 9));
    ERR(EIO, open(name, O_RDWR | O_NOCTTY)); // locked until unlockpt
    OK(unlockpt(m));
    int s = open(name, O_RDWR | O_NOCTTY);
    CHECK(s >= 0);
    CHECK(isatty(s) && isatty(m));
    CHECK(!strcmp(name, ttyname(s)));
    EQ(6, write(m, "typed\n", 6));
    EQ(6, read(s, buffer, sizeof buffer));
    STR("typed\n", buffer);
    memset(buffer, 0, sizeof buffer);
    EQ(7, read(m, buffer, sizeof buffer)); // the echo; the line end became CR LF
    STR("typed\r\n", buffer);
    EQ(6, write(s, "shown\n", 6));
    memset(buffer, 0, sizeof buffer);
    EQ(7, read(m, buffer, sizeof buffer));
    STR("shown\r\n", buffer);
    struct stat st;
    OK(fstat(s, &st));
    CHECK(S_ISCHR(st.st_mode) && st.st_uid == getuid());
    struct winsize size = {1, 1, 1, 1};
    OK(ioctl(s, TIOCGWINSZ, &size));
    EQ(0, size.ws_row + size.ws_col);
    int number = -1;
    OK(ioctl(m, TIOCGPTN, &number));
    CHECK(number == atoi(name + 9));
    close(s);
    ERR(EIO, read(m, buffer, sizeof buffer)); // hung up: nobody has the other side open
    s = open(name, O_RDWR | O_NOCTTY);
    CHECK(s >= 0);
    close(m);
    EQ(0, read(s, buffer, sizeof buffer));
    ERR(EIO, write(s, "x", 1));
    ERR(ENOENT, open(name, O_RDWR | O_NOCTTY));
    return finish();
}

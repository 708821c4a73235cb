// tcgetattr's defaults, control characters, speeds, invalid arguments; settings survive while the pair is open.
#include "pty.h"

int main(void) {
    struct termios t;
    open_pty();
    OK(tcgetattr(slave, &t));
    EQ(ICRNL | IXON, t.c_iflag & (ICRNL | IXON | INLCR | IGNCR | ISTRIP | IXOFF | IUCLC));
    EQ(OPOST | ONLCR, t.c_oflag);
    EQ(CS8 | CREAD, t.c_cflag & (CSIZE | CREAD | PARENB | HUPCL));
    EQ(ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN, t.c_lflag);
    EQ(3, t.c_cc[VINTR]);
    EQ(28, t.c_cc[VQUIT]);
    EQ(127, t.c_cc[VERASE]);
    EQ(21, t.c_cc[VKILL]);
    EQ(4, t.c_cc[VEOF]);
    EQ(26, t.c_cc[VSUSP]);
    EQ(17, t.c_cc[VSTART]);
    EQ(19, t.c_cc[VSTOP]);
    EQ(23, t.c_cc[VWERASE]);
    EQ(22, t.c_cc[VLNEXT]);
    EQ(18, t.c_cc[VREPRINT]);
    EQ(1, t.c_cc[VMIN]);
    EQ(0, t.c_cc[VTIME]);
    EQ(B38400, cfgetospeed(&t));
    OK(cfsetspeed(&t, B9600));
    t.c_cc[VINTR] = 'i';
    OK(tcsetattr(slave, TCSANOW, &t));
    int again = MUST(open(ptsname(master), O_RDWR | O_NOCTTY));
    close(slave);
    OK(tcgetattr(again, &t));
    CHECK(t.c_cc[VINTR] == 'i' && cfgetospeed(&t) == B9600);
    ERR(EINVAL, tcsetattr(again, 99, &t));
    int file = MUST(open("file", O_RDWR | O_CREAT, 0600));
    ERR(ENOTTY, tcgetattr(file, &t));
    ERR(ENOTTY, tcflush(file, TCIFLUSH));
    ERR(EFAULT, ioctl(again, TCGETS, 16));
    ERR(EINVAL, tcflush(again, 99));
    OK(tcdrain(again));
    OK(tcsendbreak(again, 0));
    int value = -1;
    OK(ioctl(again, TIOCOUTQ, &value));
    EQ(0, value);
    OK(ioctl(again, TIOCGETD, &value));
    EQ(0, value); // N_TTY
    OK(ioctl(again, TIOCEXCL));
    pid_t pid = xfork();
    if (pid == 0) {
        MUST(chmod(ptsname(master), 0666));
        drop_root();
        ERR(EBUSY, open(ptsname(master), O_RDWR | O_NOCTTY));
        return finish();
    }
    STR("exit 0", reap(pid));
    OK(ioctl(again, TIOCNXCL));
    OK(close(open(ptsname(master), O_RDWR | O_NOCTTY)));
    return finish();
}

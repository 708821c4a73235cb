// For the programs of this directory: a fresh pseudo-terminal, typing into it, and reading what comes back.
#ifndef ISTHMUS_PTY_H
#define ISTHMUS_PTY_H
#include "../test.h"
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>

static int master, slave;

// Opens a pair; its settings are those that a new one has.
static inline void open_pty(void) {
    master = MUST(posix_openpt(O_RDWR | O_NOCTTY));
    MUST(grantpt(master));
    MUST(unlockpt(master));
    slave = MUST(open(ptsname(master), O_RDWR | O_NOCTTY));
}

enum kind { INPUT, OUTPUT, CONTROL, LOCAL };

// Takes flags away from one of the four words of settings and adds others.
static inline void change(enum kind kind, tcflag_t off, tcflag_t on) {
    struct termios t;
    MUST(tcgetattr(slave, &t));
    tcflag_t *flags = kind == INPUT    ? &t.c_iflag
                      : kind == OUTPUT  ? &t.c_oflag
                      : kind == CONTROL ? &t.c_cflag
                                        : &t.c_lflag;
    *flags = (*flags & ~off) | on;
    MUST(tcsetattr(slave, TCSANOW, &t));
}
// Makes bytes printable: control characters become \xNN, line ends \n and \r.
static inline const char *visible(const char *bytes, long length) {
    static char text[4][4096];
    static int next;
    char *t = text[next++ & 3], *p = t;
    for (long i = 0; i < length && p < t + 4000; i++) {
        unsigned char c = bytes[i];
        if (c == '\n') p += sprintf(p, "\\n");
        else if (c == '\r') p += sprintf(p, "\\r");
        else if (c < 32 || c >= 127) p += sprintf(p, "\\x%02x", c);
        else *p++ = c;
    }
    *p = 0;
    return t;
}

// What one read gives: the bytes, "" for the end, or the name of the error.
static inline const char *get_from(int fd) {
    char bytes[1000];
    long n = read(fd, bytes, sizeof bytes);
    return n == -1 ? errname(errno) : visible(bytes, n);
}

static inline bool readable(int fd) {
    struct pollfd f = {fd, POLLIN, 0};
    return poll(&f, 1, 0) == 1 && (f.revents & POLLIN);
}

// The line discipline works behind the scenes: both polls wait until it has nothing more to do.
static inline void settle(void) {
    readable(slave);
    readable(master);
}

// Types on the keyboard.
static inline void type(const char *text) {
    MUST(write(master, text, strlen(text)));
    settle();
}

// What the program gets in one read, or "(nothing)"; waits up to three seconds unless nothing is wanted.
static inline const char *input(const char *want) {
    bool nothing = !strcmp(want, "(nothing)");
    settle();
    if (nothing) msleep(3);
    for (long long until = now_ms() + 3000; !readable(slave);) {
        if (nothing || now_ms() > until) return "(nothing)";
        msleep(1);
    }
    return get_from(slave);
}
#define INPUT(want) STR(want, input(want))

// What comes out on the screen, collected for up to three seconds until it is what is wanted.
static inline const char *screen(const char *want) {
    char bytes[4096];
    long length = 0;
    bool nothing = !strcmp(want, "(nothing)");
    settle();
    if (nothing) msleep(3);
    for (long long until = now_ms() + 3000;;) {
        if (readable(master)) {
            long n = read(master, bytes + length, sizeof bytes - length);
            if (n <= 0) return n == 0 ? "(end)" : errname(errno);
            length += n;
        } else if (nothing || now_ms() > until) return length ? visible(bytes, length) : "(nothing)";
        else if (length && !strcmp(visible(bytes, length), want)) return visible(bytes, length);
        else msleep(1);
    }
}
#define SCREEN(want) STR(want, screen(want))

// Waits until the screen has shown this text (which may come in pieces), for at most ten seconds.
static inline bool shown(const char *text) {
    static char seen[65536];
    static long length;
    long long until = now_ms() + 10000;
    char *found;
    while (!(found = strstr(seen, text))) {
        struct pollfd f = {master, POLLIN, 0};
        if (now_ms() > until || poll(&f, 1, 1000) == -1) return false;
        if (!(f.revents & (POLLIN | POLLHUP))) continue;
        long n = read(master, seen + length, sizeof seen - 1 - length);
        if (n <= 0) return false;
        length += n;
        seen[length] = 0;
    }
    length -= found + strlen(text) - seen; // the rest is for the next one
    memmove(seen, found + strlen(text), length + 1);
    return true;
}
#endif

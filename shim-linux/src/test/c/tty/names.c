// Several pairs at once: names, numbers, locks, TIOCGPTPEER, entries of /dev/pts, owners and modes, opening /dev/ptmx.
#include "pty.h"

int main(void) {
    struct stat s;
    int masters[10], numbers[10], distinct = 1, lock = -1;
    char path[32];
    for (int i = 0; i < 10; i++) {
        masters[i] = MUST(open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC));
        MUST(ioctl(masters[i], TIOCGPTN, &numbers[i]));
        for (int k = 0; k < i; k++) distinct &= numbers[k] != numbers[i];
        snprintf(path, sizeof path, "/dev/pts/%d", numbers[i]);
        if (access(path, F_OK)) FAIL_AT("%s", "no name in /dev/pts");
    }
    EQ(1, distinct);
    OK(ioctl(masters[0], TIOCGPTLCK, &lock));
    EQ(1, lock);
    snprintf(path, sizeof path, "/dev/pts/%d", numbers[0]);
    ERR(EIO, open(path, O_RDWR | O_NOCTTY));
    ERR(EIO, ioctl(masters[0], TIOCGPTPEER, O_RDWR | O_NOCTTY));
    lock = 0;
    OK(ioctl(masters[0], TIOCSPTLCK, &lock));
    OK(ioctl(masters[0], TIOCGPTLCK, &lock));
    EQ(0, lock);
    int peer = ioctl(masters[0], TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    CHECK(peer >= 0 && fcntl(peer, F_GETFD) == FD_CLOEXEC && isatty(peer));
    OK(fstat(peer, &s));
    CHECK(S_ISCHR(s.st_mode) && (s.st_rdev >> 8) == 136 && (int)(s.st_rdev & 255) == numbers[0] && s.st_uid == geteuid());
    EQ(0600, s.st_mode & 0707); // the group may be tty's, with a right to write
    CHECK(!strcmp(ttyname(peer), path) && ptsname(masters[0]) && !strcmp(ptsname(masters[0]), path));
    MUST(write(masters[1], "x", 1)); // the pairs are apart
    CHECK(!readable(peer));
    close(masters[3]);
    snprintf(path, sizeof path, "/dev/pts/%d", numbers[3]);
    ERR(ENOENT, access(path, F_OK));
    int again = MUST(open("/dev/ptmx", O_RDWR | O_NOCTTY)), number = -1;
    MUST(ioctl(again, TIOCGPTN, &number));
    CHECK(number >= 0);
    ERR(ENOTTY, ioctl(0, TIOCGPTN, &number));
    CHECK(ptsname(peer) == NULL);
    return finish();
}

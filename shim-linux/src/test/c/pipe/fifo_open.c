// Opening FIFOs: a reader waits for a writer and the other way round; O_NONBLOCK and O_RDWR do not; EOF and reopening.
#include "../test.h"
#include <poll.h>

int main(void) {
    char buffer[16] = {0};
    OK(mkfifo("fifo", 0600));
    ERR(EEXIST, mkfifo("fifo", 0600));
    struct stat s;
    OK(stat("fifo", &s));
    CHECK(S_ISFIFO(s.st_mode));
    EQ(0600, s.st_mode & 0777);
    ERR(ENXIO, open("fifo", O_WRONLY | O_NONBLOCK)); // nobody reads
    int r = open("fifo", O_RDONLY | O_NONBLOCK);
    CHECK(r >= 0);
    EQ(0, read(r, buffer, 1)); // no writer: the end, not EAGAIN
    struct pollfd f = {r, POLLIN, 0};
    EQ(0, poll(&f, 1, 0)); // and no hang-up before there was one
    int w = open("fifo", O_WRONLY | O_NONBLOCK);
    CHECK(w >= 0);
    ERR(EAGAIN, read(r, buffer, 1));
    EQ(2, write(w, "ab", 2));
    close(w);
    EQ(1, poll(&f, 1, 0));
    EQ(POLLIN | POLLHUP, f.revents);
    EQ(2, read(r, buffer, sizeof buffer));
    EQ(0, read(r, buffer, sizeof buffer));
    w = MUST(open("fifo", O_WRONLY)); // a new writer brings it back to life
    ERR(EAGAIN, read(r, buffer, 1));
    close(w), close(r);
    pid_t pid = xfork();
    if (pid == 0) {
        int child = open("fifo", O_WRONLY); // waits for the reader
        MUST(write(child, "hello", 5));
        _exit(0);
    }
    msleep(20);
    r = MUST(open("fifo", O_RDONLY));
    EQ(5, read(r, buffer, sizeof buffer));
    EQ(0, read(r, buffer, sizeof buffer));
    STR("exit 0", reap(pid));
    close(r);
    pid = xfork();
    if (pid == 0) {
        msleep(20);
        MUST(open("fifo", O_WRONLY));
        _exit(0); // opens and goes at once; the reader must still come through
    }
    r = MUST(open("fifo", O_RDONLY));
    EQ(0, read(r, buffer, 1));
    STR("exit 0", reap(pid));
    close(r);
    int both = open("fifo", O_RDWR);
    CHECK(both >= 0);
    EQ(1, write(both, "x", 1));
    EQ(1, read(both, buffer, 1));
    OK(unlink("fifo"));
    EQ(1, write(both, "y", 1)); // goes on without its name
    ERR(ESPIPE, lseek(both, 0, SEEK_SET));
    return finish();
}

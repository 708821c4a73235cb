// fork copies the descriptor table but shares the open files: offsets and status flags move together.
#include "../test.h"

int main(void) {
    char buffer[8];
    put("file", "0123456789");
    int fd = MUST(open("file", O_RDWR)), other = MUST(open("file", O_RDONLY));
    pid_t pid = xfork();
    if (pid == 0) {
        EQ(3, read(fd, buffer, 3));
        MUST(fcntl(fd, F_SETFL, O_APPEND | O_NONBLOCK));
        MUST(fcntl(fd, F_SETFD, FD_CLOEXEC));
        OK(close(other));
        EQ(other, dup(0));
        return finish();
    }
    STR("exit 0", reap(pid));
    EQ(3, lseek(fd, 0, SEEK_CUR));
    EQ(O_APPEND | O_NONBLOCK, fcntl(fd, F_GETFL) & (O_APPEND | O_NONBLOCK));
    EQ(0, fcntl(fd, F_GETFD)); // the descriptor's own flag is not shared
    EQ(0, lseek(other, 0, SEEK_CUR));
    EQ(2, read(other, buffer, 2));
    EQ('0', buffer[0]);
    MUST(lseek(fd, 0, SEEK_SET));
    for (int i = 0; i < 4; i++) // several writers through one open file do not overwrite each other
        if (xfork() == 0) {
            for (int k = 0; k < 50; k++) MUST(write(fd, "abcde", 5));
            _exit(0);
        }
    for (int i = 0, status; i < 4; i++) {
        MUST(wait(&status));
        EQ(0, status);
    }
    EQ(10 + 4 * 50 * 5, lseek(fd, 0, SEEK_END));
    int p[2]; // the last close counts, in whichever process
    MUST(pipe(p));
    pid = xfork();
    if (pid == 0) {
        close(p[0]);
        msleep(20);
        _exit(0);
    }
    close(p[1]);
    EQ(0, read(p[0], buffer, 1)); // waits for the child's end
    STR("exit 0", reap(pid));
    return finish();
}

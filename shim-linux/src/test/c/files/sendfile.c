// sendfile: file to file, pipe and socket, with and without offset, at the end, errors.
#include "../test.h"
#include <sys/sendfile.h>
#include <sys/socket.h>

int main(void) {
    char buffer[64] = {0};
    int p[2], s[2];
    put("in", "0123456789");
    int in = MUST(open("in", O_RDONLY)), out = MUST(open("out", O_RDWR | O_CREAT, 0600));
    MUST(pipe(p));
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    EQ(4, sendfile(out, in, NULL, 4));
    EQ(4, lseek(in, 0, SEEK_CUR));
    EQ(4, lseek(out, 0, SEEK_CUR));
    off_t offset = 7;
    EQ(3, sendfile(out, in, &offset, 100));
    EQ(10, offset);
    EQ(4, lseek(in, 0, SEEK_CUR)); // not moved
    EQ(0, sendfile(out, in, &offset, 100));
    EQ(6, sendfile(p[1], in, NULL, 100));
    EQ(6, read(p[0], buffer, sizeof buffer));
    STR("456789", buffer);
    offset = 2;
    EQ(3, sendfile(s[0], in, &offset, 3));
    EQ(3, read(s[1], buffer, sizeof buffer));
    CHECK(!memcmp(buffer, "234", 3));
    STR("0123789", get("out"));
    EQ(0, sendfile(out, in, NULL, 0));
    ERR(EBADF, sendfile(in, out, NULL, 1));
    ERR(EBADF, sendfile(out, 99, NULL, 1));
    ERR(EINVAL, sendfile(out, in, &(off_t){-1}, 1));
    int append = MUST(open("out", O_WRONLY | O_APPEND));
    ERR(EINVAL, sendfile(append, in, NULL, 1));
    ERR(EFAULT, syscall(SYS_sendfile, out, in, 16, 1));
    int big = MUST(open("big", O_RDWR | O_CREAT, 0600)); // much at once through a pipe
    char block[4096];
    for (int i = 0; i < 100; i++) memset(block, i, sizeof block), MUST(write(big, block, sizeof block));
    pid_t pid = xfork();
    if (pid == 0) {
        close(p[0]);
        off_t from = 0;
        while (from < 409600) MUST(sendfile(p[1], big, &from, 409600));
        _exit(0);
    }
    close(p[1]);
    long total = 0, n;
    bool good = true;
    while ((n = read(p[0], block, sizeof block)) > 0)
        for (int i = 0; i < n; i++) good &= block[i] == (char)(total++ / 4096);
    EQ(409600, total);
    CHECK(good);
    STR("exit 0", reap(pid));
    return finish();
}

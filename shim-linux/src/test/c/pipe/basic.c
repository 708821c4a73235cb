// A pipe: bytes arrive in order, reading drains, end of file after the last writer closes, one-way.
#include "../test.h"

int main(void) {
    int p[2];
    char buffer[32] = {0};
    OK(pipe(p));
    EQ(5, write(p[1], "hello", 5));
    EQ(6, write(p[1], " world", 6));
    EQ(3, read(p[0], buffer, 3));
    STR("hel", buffer);
    EQ(8, read(p[0], buffer, sizeof buffer));
    CHECK(!memcmp(buffer, "lo world", 8));
    ERR(EBADF, read(p[1], buffer, 1));
    ERR(EBADF, write(p[0], "x", 1));
    ERR(ESPIPE, lseek(p[0], 0, SEEK_CUR));
    ERR(ESPIPE, pread(p[0], buffer, 1, 0));
    struct stat s;
    OK(fstat(p[0], &s));
    CHECK(S_ISFIFO(s.st_mode));
    pid_t pid = xfork();
    if (pid == 0) {
        close(p[0]);
        for (int i = 0; i < 100; i++)
            if (write(p[1], "0123456789", 10) != 10) _exit(1);
        _exit(0);
    }
    close(p[1]);
    long total = 0, n;
    char last = 0;
    bool ordered = true;
    while ((n = read(p[0], buffer, 7)) > 0) {
        for (int i = 0; i < n; i++) ordered &= buffer[i] == '0' + (total + i) % 10;
        total += n, last = buffer[n - 1];
    }
    EQ(0, n);
    EQ(1000, total);
    EQ('9', last);
    CHECK(ordered);
    EQ(0, read(p[0], buffer, 1));
    STR("exit 0", reap(pid));
    ERR(EFAULT, pipe((int *)16));
    return finish();
}

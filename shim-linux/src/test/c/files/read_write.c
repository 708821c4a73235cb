// A file: create, write, seek, read, end of file, wrong access modes, zero lengths.
#include "../test.h"

int main(void) {
    char buffer[32] = {0};
    int fd = open("file", O_RDWR | O_CREAT | O_EXCL, 0644);
    CHECK(fd >= 3);
    EQ(11, write(fd, "hello world", 11));
    EQ(0, read(fd, buffer, 5));
    EQ(0, lseek(fd, 0, SEEK_SET));
    EQ(5, read(fd, buffer, 5));
    STR("hello", buffer);
    EQ(5, lseek(fd, 0, SEEK_CUR));
    EQ(6, read(fd, buffer, sizeof buffer));
    EQ(0, read(fd, buffer, sizeof buffer));
    EQ(6, lseek(fd, -5, SEEK_END));
    EQ(5, write(fd, "there", 5));
    EQ(16, lseek(fd, 5, SEEK_CUR));
    EQ(1, write(fd, "!", 1)); // leaves a hole of zeroes
    EQ(17, lseek(fd, 0, SEEK_END));
    EQ(6, pread(fd, buffer, 32, 11));
    CHECK(!memcmp(buffer, "\0\0\0\0\0!", 6));
    EQ(0, write(fd, NULL, 0));
    EQ(0, read(fd, NULL, 0));
    ERR(EINVAL, lseek(fd, -1, SEEK_SET));
    ERR(EINVAL, lseek(fd, 0, 99));
    OK(close(fd));
    ERR(EBADF, close(fd));
    ERR(EBADF, read(fd, buffer, 1));
    ERR(EBADF, write(-1, "x", 1));
    fd = open("file", O_RDONLY);
    ERR(EBADF, write(fd, "x", 1));
    close(fd);
    fd = open("file", O_WRONLY);
    ERR(EBADF, read(fd, buffer, 1));
    EQ(0, lseek(fd, 0, SEEK_CUR));
    close(fd);
    fd = open("/", O_RDONLY);
    ERR(EISDIR, read(fd, buffer, 1));
    return finish();
}

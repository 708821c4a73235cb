// memfd_create: a file without a name; shared by descriptor, mapping and /proc/self/fd; its link's text; sealing off.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    int fd = memfd_create("my name", MFD_CLOEXEC);
    CHECK(fd >= 0 && fcntl(fd, F_GETFD) == FD_CLOEXEC);
    char path[64], text[64] = {0};
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    CHECK(readlink(path, text, sizeof text - 1) > 0);
    STR("/memfd:my name (deleted)", text);
    struct stat s;
    OK(fstat(fd, &s));
    CHECK(S_ISREG(s.st_mode));
    EQ(0, s.st_size);
    EQ(0, s.st_nlink);
    EQ(0777, s.st_mode & 07777);
    EQ(5, write(fd, "hello", 5));
    char *p = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
    STR("hello", p);
    int again = open(path, O_RDWR); // an open file of its own
    CHECK(again >= 0);
    EQ(0, lseek(again, 0, SEEK_CUR));
    EQ(3, write(again, "HEL", 3));
    STR("HELlo", p);
    p[0] = 'J';
    EQ(5, read(MUST(open(path, O_RDONLY)), text, sizeof text));
    CHECK(!memcmp(text, "JELlo", 5));
    OK(ftruncate(fd, 3));
    CHECK(p[3] == 0 && p[2] == 'L');
    EQ(F_SEAL_SEAL, fcntl(fd, F_GET_SEALS)); // not made for sealing
    ERR(EPERM, fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
    ERR(EINVAL, memfd_create("x", 0x8000));
    ERR(EFAULT, memfd_create((char *)16, 0));
    char name[300];
    memset(name, 'n', sizeof name);
    name[250] = 0;
    ERR(EINVAL, memfd_create(name, 0));
    name[249] = 0;
    OK(memfd_create(name, 0));
    return finish();
}

// Seals on a memfd: what each forbids, that they only add up, and that sealing can be sealed.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    int fd = MUST(memfd_create("sealed", MFD_ALLOW_SEALING));
    MUST(write(fd, "0123456789", 10));
    EQ(0, fcntl(fd, F_GET_SEALS));
    OK(fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK));
    ERR(EPERM, ftruncate(fd, 5));
    OK(ftruncate(fd, 20));
    OK(fcntl(fd, F_ADD_SEALS, F_SEAL_GROW));
    ERR(EPERM, ftruncate(fd, 30));
    ERR(EPERM, pwrite(fd, "x", 1, 20));
    EQ(1, pwrite(fd, "x", 1, 19));
    EQ(F_SEAL_SHRINK | F_SEAL_GROW, fcntl(fd, F_GET_SEALS));
    char *shared = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
    ERR(EBUSY, fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE)); // while somebody may write by a mapping
    MUST(munmap(shared, 4096));
    OK(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
    ERR(EPERM, pwrite(fd, "x", 1, 0));
    ERR(EPERM, mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
    char *private = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0));
    private[0] = 'p'; // a copy of one's own
    char c;
    EQ(1, pread(fd, &c, 1, 0));
    EQ('0', c);
    OK(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0));
    OK(fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL));
    ERR(EPERM, fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK));
    EQ(15, fcntl(fd, F_GET_SEALS));
    int future = MUST(memfd_create("future", MFD_ALLOW_SEALING));
    MUST(ftruncate(future, 4096));
    shared = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, future, 0));
    OK(fcntl(future, F_ADD_SEALS, F_SEAL_FUTURE_WRITE)); // the mapping that exists may go on
    shared[0] = 'f';
    EQ(1, pread(future, &c, 1, 0));
    EQ('f', c);
    ERR(EPERM, pwrite(future, "x", 1, 0));
    ERR(EPERM, mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, future, 0));
    put("file", "");
    ERR(EINVAL, fcntl(MUST(open("file", O_RDWR)), F_GET_SEALS));
    ERR(EINVAL, fcntl(MUST(open("file", O_RDWR)), F_ADD_SEALS, F_SEAL_SEAL));
    ERR(EINVAL, fcntl(MUST(memfd_create("x", MFD_ALLOW_SEALING)), F_ADD_SEALS, 0x10000));
    return finish();
}

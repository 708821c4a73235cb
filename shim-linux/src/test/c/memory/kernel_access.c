// The kernel's own reads and writes of guest memory: partial results at the edge of what is mapped, EFAULT beyond.
#include "../test.h"
#include <sys/mman.h>
#include <sys/uio.h>

int main(void) {
    const int rw = PROT_READ | PROT_WRITE, anon = MAP_PRIVATE | MAP_ANONYMOUS;
    char *p = MUST(mmap(NULL, 4 * 4096, rw, anon, -1, 0));
    MUST(mprotect(p + 4096, 4096, PROT_NONE));
    MUST(mprotect(p + 2 * 4096, 4096, PROT_READ));
    char *edge = p + 4096, *read_only = p + 2 * 4096;
    int fd = MUST(open("file", O_RDWR | O_CREAT, 0600)), zero = MUST(open("/dev/zero", O_RDONLY)), t[2];
    MUST(pipe(t));
    memset(p, 'p', 4096);
    ERR(EFAULT, write(fd, edge, 10));
    EQ(10, write(fd, edge - 10, 10));
    EQ(10, write(fd, edge - 10, 20)); // as much as there is
    EQ(20, lseek(fd, 0, SEEK_END));
    EQ(4096, write(fd, read_only, 4096)); // reading read-only memory is fine
    ERR(EFAULT, pread(fd, read_only, 10, 0));
    ERR(EFAULT, pread(fd, edge, 10, 0));
    EQ(10, pread(fd, edge - 10, 20, 0));
    ERR(EFAULT, read(zero, edge, 1));
    EQ(10, read(zero, edge - 10, 100));
    EQ(0, edge[-1]);
    ERR(EFAULT, write(t[1], edge, 1));
    EQ(5, write(t[1], "12345", 5));
    ERR(EFAULT, read(t[0], edge, 5));
    char buffer[8] = {0};
    EQ(5, read(t[0], buffer, 8)); // a failed read has lost nothing
    STR("12345", buffer);
    struct iovec v[2] = {{p, 10}, {edge, 10}};
    EQ(10, pwritev(fd, v, 2, 0));
    ERR(EFAULT, pwritev(fd, v + 1, 1, 0));
    ERR(EFAULT, readv(zero, (struct iovec *)edge, 1));
    memcpy(edge - 5, "name\0", 5); // a string that ends right at the edge, and one that does not end
    ERR(ENOENT, open(edge - 5, O_RDONLY));
    edge[-1] = 'x';
    ERR(EFAULT, open(edge - 5, O_RDONLY));
    ERR(EFAULT, stat("file", (struct stat *)(edge - 8)));
    ERR(EFAULT, syscall(SYS_clock_gettime, CLOCK_REALTIME, read_only));
    ERR(EFAULT, read(zero, (void *)-4096L, 1));
    ERR(EFAULT, read(zero, (void *)0xffff800000000000, 1));
    ERR(EFAULT, write(fd, (void *)0x800000000000, 1));
    EQ(4096, read(zero, p, 4096));
    return finish();
}

// mmap and munmap: every refusal with its errno.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    put("file", "some text");
    int rw = MUST(open("file", O_RDWR)), ro = MUST(open("file", O_RDONLY)), wo = MUST(open("file", O_WRONLY));
    int p[2], dir = MUST(open(".", O_RDONLY)), path = MUST(open("file", O_PATH));
    MUST(pipe(p));
    const int anon = MAP_PRIVATE | MAP_ANONYMOUS, rwx = PROT_READ | PROT_WRITE;
    ERR(EINVAL, mmap(NULL, 0, PROT_READ, anon, -1, 0));
    ERR(EINVAL, mmap(NULL, 4096, PROT_READ, MAP_ANONYMOUS, -1, 0)); // neither shared nor private
    ERR(EINVAL, mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, rw, 1));
    ERR(EINVAL, mmap((void *)0x10001, 4096, PROT_READ, anon | MAP_FIXED, -1, 0));
    ERR(ENOMEM, mmap(NULL, 1UL << 47, PROT_NONE, anon | MAP_NORESERVE, -1, 0));
    ERR(ENOMEM, mmap(NULL, -4096UL, PROT_NONE, anon | MAP_NORESERVE, -1, 0));
    ERR(ENOMEM, mmap((void *)0x7ffffffff000, 8192, PROT_READ, anon | MAP_FIXED, -1, 0));
    ERR(EBADF, mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, -1, 0));
    ERR(EBADF, mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, path, 0));
    ERR(EACCES, mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, wo, 0));
    ERR(EACCES, mmap(NULL, 4096, PROT_WRITE, MAP_SHARED, wo, 0));
    ERR(EACCES, mmap(NULL, 4096, rwx, MAP_SHARED, ro, 0));
    OK(mmap(NULL, 4096, rwx, MAP_PRIVATE, ro, 0));
    ERR(ENODEV, mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, p[0], 0));
    ERR(ENODEV, mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, dir, 0));
    ERR(EOVERFLOW, mmap(NULL, 8192, PROT_READ, MAP_PRIVATE, rw, 0x7ffffffffffff000));
    OK(mmap(NULL, 4096, PROT_READ, MAP_SHARED | 0x1000000, rw, 0)); // unknown flags are ignored ...
    ERR(EOPNOTSUPP, mmap(NULL, 4096, PROT_READ, MAP_SHARED_VALIDATE | 0x1000000, rw, 0)); // ... save here
    OK(mmap(NULL, 4096, PROT_READ, MAP_SHARED_VALIDATE, rw, 0));
    OK(mmap((void *)0x7ffffffff000, 4096, PROT_READ, anon, -1, 0)); // a useless hint is no error
    OK(mmap(NULL, 1 << 20, PROT_READ, MAP_PRIVATE, rw, 0));         // longer than the file
    ERR(EINVAL, munmap((void *)0x10001, 4096));
    ERR(EINVAL, munmap((void *)0x10000, 0));
    ERR(EINVAL, munmap((void *)0x10000, 1UL << 63));
    char *m = MUST(mmap(NULL, 4096, rwx, MAP_SHARED, rw, 0));
    close(rw); // the mapping outlives the descriptor
    CHECK(!memcmp(m, "some text", 9));
    char *s = MUST(mmap(NULL, 4096, PROT_READ, MAP_SHARED, ro, 0));
    ERR(EACCES, mprotect(s, 4096, rwx)); // the file was not open for writing
    return finish();
}

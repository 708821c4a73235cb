// shm_open: a named object, sized, mapped by name in two processes, unlinked while in use.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    char name[64], path[80];
    snprintf(name, sizeof name, "/isthmus-test-%d", getpid());
    snprintf(path, sizeof path, "/dev/shm%s", name);
    ERR(ENOENT, shm_open(name, O_RDWR, 0));
    int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    CHECK(fd >= 0 && (fcntl(fd, F_GETFD) & FD_CLOEXEC));
    ERR(EEXIST, shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600));
    OK(ftruncate(fd, 10000));
    char *p = MUST(mmap(NULL, 10000, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
    CHECK(p[0] == 0 && p[9999] == 0);
    pid_t pid = xfork();
    if (pid == 0) {
        int own = MUST(shm_open(name, O_RDWR, 0));
        struct stat s;
        MUST(fstat(own, &s));
        EQ(10000, s.st_size);
        char *q = MUST(mmap(NULL, 10000, PROT_READ | PROT_WRITE, MAP_SHARED, own, 0));
        strcpy(q, "from the child");
        return finish();
    }
    STR("exit 0", reap(pid));
    STR("from the child", p);
    struct stat s;
    OK(stat(path, &s)); // it is a file of /dev/shm
    EQ(0600, s.st_mode & 0777);
    OK(shm_unlink(name));
    ERR(ENOENT, shm_unlink(name));
    ERR(ENOENT, stat(path, &s));
    STR("from the child", p);
    strcpy(p, "still");
    char buffer[6];
    EQ(6, pread(fd, buffer, 6, 0));
    STR("still", buffer);
    OK(close(fd));
    STR("still", p);
    return finish();
}

// A program in a memfd: it may run while the descriptor that made it is open for writing, but not beside another writer.
#include "../test.h"
#include <sys/mman.h>
#include <sys/sendfile.h>

static const char *run(int fd) {
    pid_t pid = xfork();
    if (pid == 0) {
        char *arguments[] = {"memfd", "inner", NULL}, *environment[] = {NULL};
        fexecve(fd, arguments, environment);
        _exit(errno == ETXTBSY ? 26 : 99);
    }
    return reap(pid);
}

int main(int count, char **arguments) {
    if (count > 1) return !strcmp(arguments[1], "inner") ? 7 : 1;
    int fd = MUST(memfd_create("program", 0)), self = MUST(open("/proc/self/exe", O_RDONLY));
    struct stat s;
    MUST(fstat(self, &s));
    EQ(1, sendfile(fd, self, NULL, s.st_size) == s.st_size);
    STR("exit 7", run(fd));
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int writer = MUST(open(path, O_RDWR));
    STR("exit 26", run(fd));
    MUST(close(writer));
    STR("exit 7", run(fd));
    int reader = MUST(open(path, O_RDONLY));
    MUST(close(fd));
    STR("exit 7", run(reader));
    return finish();
}

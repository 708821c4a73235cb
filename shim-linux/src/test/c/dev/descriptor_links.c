// /dev/fd, /dev/stdin, /dev/stdout, /dev/stderr and /dev/shm: links and places that shells and libraries count on.
#include "../test.h"
#include <dirent.h>

int main(void) {
    char buffer[32] = {0};
    struct stat s;
    EQ(13, readlink("/dev/fd", buffer, sizeof buffer));
    STR("/proc/self/fd", buffer);
    EQ(15, readlink("/dev/stdin", buffer, sizeof buffer));
    put("file", "from a file");
    pid_t pid = xfork();
    if (pid == 0) {
        close(0);
        EQ(0, open("file", O_RDONLY));
        STR("from a file", get("/dev/stdin"));
        STR("from a file", get("/dev/fd/0"));
        return finish();
    }
    STR("exit 0", reap(pid));
    EQ(0, system("echo text | cat /dev/stdin > out"));
    STR("text\n", get("out"));
    EQ(0, system("exec 5>out; echo five > /dev/fd/5"));
    STR("five\n", get("out"));
    EQ(0, system("(echo error > /dev/stderr) 2> out"));
    STR("error\n", get("out"));
    OK(stat("/dev/shm", &s));
    EQ(01777, s.st_mode & 07777);
    char path[64];
    snprintf(path, sizeof path, "/dev/shm/isthmus-dev-%d", getpid());
    int fd = MUST(open(path, O_RDWR | O_CREAT | O_EXCL, 0600));
    EQ(4, write(fd, "data", 4));
    STR("data", get(path));
    OK(unlink(path));
    ERR(ENOENT, open("/dev/no-such-device", O_RDONLY));
    DIR *d = opendir("/dev");
    int found = 0;
    for (struct dirent *e; (e = readdir(d));)
        found += !strcmp(e->d_name, "null") + !strcmp(e->d_name, "tty") + !strcmp(e->d_name, "fd") + !strcmp(e->d_name, "pts");
    EQ(4, found);
    OK(stat("/dev/pts", &s));
    CHECK(S_ISDIR(s.st_mode));
    OK(stat("/dev/ptmx", &s));
    CHECK(S_ISCHR(s.st_mode) && s.st_rdev == 0x502);
    return finish();
}

// /proc/self/fd and fdinfo: what is open, how it reads, positions and flags, links reopened, other processes'.
#include "../test.h"
#include <dirent.h>
#include <sys/eventfd.h>
#include <sys/epoll.h>
#include <sys/socket.h>

static const char *link_text(int fd) {
    static char text[4][256];
    static int next;
    char *t = text[next++ & 3], path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(path, t, 255);
    t[n < 0 ? 0 : n] = 0;
    char *digits = strpbrk(t, "[");
    if (digits && digits[1] >= '0' && digits[1] <= '9') strcpy(digits, "[N]");
    return t;
}

int main(void) {
    char path[64], buffer[16] = {0};
    for (int i = 3; i < 50; i++) close(i);
    put("file", "0123456789");
    int fd = MUST(open("file", O_RDWR | O_APPEND)), p[2], s[2];
    MUST(pipe(p));
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    int e = MUST(eventfd(5, 0)), ep = MUST(epoll_create1(0)), null = MUST(open("/dev/null", O_RDONLY));
    STR("pipe:[N]", link_text(p[0]));
    STR("socket:[N]", link_text(s[0]));
    STR("anon_inode:[eventfd]", link_text(e));
    STR("anon_inode:[eventpoll]", link_text(ep));
    STR("/dev/null", link_text(null));
    CHECK(strstr(link_text(fd), "/file") != NULL);
    DIR *d = opendir("/proc/self/fd");
    int count = 0;
    for (struct dirent *entry; (entry = readdir(d));)
        if (entry->d_name[0] != '.') count += atoi(entry->d_name) < 50; // there may be inherited ones higher up
    EQ(12, count); // and the directory itself
    closedir(d);
    MUST(lseek(fd, 4, SEEK_SET));
    snprintf(path, sizeof path, "/proc/self/fdinfo/%d", fd);
    CHECK(!strncmp(get(path), "pos:\t4\nflags:\t0102002\n", 22)); // octal: O_APPEND | O_LARGEFILE | O_RDWR
    snprintf(path, sizeof path, "/proc/self/fdinfo/%d", e);
    CHECK(strstr(get(path), "eventfd-count:") != NULL);
    snprintf(path, sizeof path, "/proc/self/fd/%d", p[1]);
    int again = open(path, O_WRONLY); // opens the pipe itself once more
    CHECK(again >= 0);
    MUST(write(again, "via proc", 8));
    EQ(8, read(p[0], buffer, sizeof buffer));
    STR("via proc", buffer);
    snprintf(path, sizeof path, "/proc/self/fd/%d", s[0]);
    ERR(ENXIO, open(path, O_RDWR)); // sockets cannot be
    snprintf(path, sizeof path, "/dev/fd/%d", fd);
    STR("0123456789", get(path)); // a fresh open file, from the start
    EQ(4, lseek(fd, 0, SEEK_CUR));
    pid_t pid = xfork();
    if (pid == 0) pause(), _exit(0);
    snprintf(path, sizeof path, "/proc/%d/fd/%d", pid, fd);
    STR("0123456789", get(path)); // of a child
    kill(pid, SIGKILL);
    STR("killed by SIGKILL", reap(pid));
    STR("ENOENT", get(path));
    return finish();
}

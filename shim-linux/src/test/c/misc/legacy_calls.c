// The old calls that newer C libraries no longer use, but static programs do: open, stat, pipe, dup2, select, time ...
#include "../test.h"
#include <poll.h>
#include <sys/epoll.h>
#include <sys/time.h>
#include <utime.h>

struct old_entry {
    unsigned long inode, offset;
    unsigned short length;
    char name[];
};

int main(void) {
    struct stat s;
    char buffer[1024] = {0};
    int p[2];
    long fd = syscall(SYS_open, "file", O_RDWR | O_CREAT, 0600);
    CHECK(fd >= 0);
    EQ(4, syscall(SYS_write, fd, "text", 4));
    OK(syscall(SYS_stat, "file", &s));
    EQ(4, s.st_size);
    OK(syscall(SYS_lstat, "file", &s));
    OK(syscall(SYS_access, "file", R_OK));
    CHECK(syscall(SYS_creat, "made", 0600) >= 0);
    OK(syscall(SYS_mkdir, "d", 0700));
    OK(syscall(SYS_link, "file", "d/hard"));
    OK(syscall(SYS_symlink, "file", "soft"));
    EQ(4, syscall(SYS_readlink, "soft", buffer, sizeof buffer));
    OK(syscall(SYS_chmod, "file", 0640));
    OK(syscall(SYS_chown, "file", -1, -1));
    OK(syscall(SYS_lchown, "soft", -1, -1));
    OK(syscall(SYS_rename, "made", "renamed"));
    OK(syscall(SYS_unlink, "renamed"));
    OK(syscall(SYS_mknod, "fifo", S_IFIFO | 0600, 0));
    OK(syscall(SYS_utime, "file", &(struct utimbuf){1, 2}));
    OK(syscall(SYS_utimes, "file", (struct timeval[2]){{3, 0}, {4, 5}}));
    OK(syscall(SYS_futimesat, AT_FDCWD, "file", (struct timeval[2]){{3, 0}, {7, 5}}));
    MUST(stat("file", &s));
    CHECK(s.st_mtim.tv_sec == 7 && s.st_mtim.tv_nsec == 5000);
    OK(syscall(SYS_pipe, p));
    EQ(50, syscall(SYS_dup2, p[0], 50));
    struct pollfd f = {p[1], POLLOUT, 0};
    EQ(1, syscall(SYS_poll, &f, 1, 0));
    unsigned long set[16] = {1UL << p[1]};
    EQ(1, syscall(SYS_select, p[1] + 1, NULL, set, NULL, NULL));
    long e = syscall(SYS_epoll_create, 1);
    CHECK(e >= 0);
    struct epoll_event event = {EPOLLOUT, {0}};
    MUST(epoll_ctl(e, EPOLL_CTL_ADD, p[1], &event));
    EQ(1, syscall(SYS_epoll_wait, e, &event, 1, 0));
    CHECK(syscall(SYS_eventfd, 3) >= 0);
    CHECK(syscall(SYS_inotify_init) >= 0);
    CHECK(syscall(SYS_signalfd, -1, &(unsigned long){1 << 9}, 8) >= 0);
    long now = 0;
    CHECK(syscall(SYS_time, &now) == now && now > 1600000000);
    CHECK(syscall(SYS_getpgrp) == getpgid(0));
    OK(syscall(SYS_alarm, 0));
    int count = 0;
    long n = syscall(SYS_getdents, MUST(open("d", O_RDONLY)), buffer, sizeof buffer);
    for (long at = 0; at < n; count++) { // the type is in the last byte
        struct old_entry *entry = (void *)(buffer + at);
        if (!strcmp(entry->name, "hard")) EQ(8, buffer[at + entry->length - 1]);
        at += entry->length;
    }
    EQ(3, count);
    long pid = syscall(SYS_fork);
    if (pid == 0) syscall(SYS_exit, 5);
    STR("exit 5", reap(pid));
    ERR(ENOTEMPTY, syscall(SYS_rmdir, "d"));
    OK(syscall(SYS_getrlimit, 7, buffer));
    OK(syscall(SYS_tkill, gettid(), 0));
    return finish();
}

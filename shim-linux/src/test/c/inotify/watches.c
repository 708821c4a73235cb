// inotify watches: numbers, changing and adding to the mask, ONESHOT, ONLYDIR, DONT_FOLLOW, one per inode, errors.
#include "../test.h"
#include <sys/inotify.h>

static int fd;
static int events(void) {
    static char buffer[4096] __attribute__((aligned(8)));
    long n = read(fd, buffer, sizeof buffer);
    int count = 0;
    for (long at = 0; at < n; count++) at += sizeof(struct inotify_event) + ((struct inotify_event *)(buffer + at))->len;
    return count;
}

int main(void) {
    MUST(mkdir("d", 0755));
    put("file", "");
    MUST(symlink("file", "link"));
    fd = MUST(inotify_init1(IN_NONBLOCK));
    ERR(EAGAIN, read(fd, (char[64]){0}, 64));
    EQ(1, inotify_add_watch(fd, "file", IN_MODIFY));
    EQ(2, inotify_add_watch(fd, "d", IN_CREATE));
    EQ(1, inotify_add_watch(fd, "link", IN_ATTRIB)); // the same inode: replaces the mask
    MUST(truncate("file", 10));
    EQ(0, events());
    MUST(chmod("file", 0600));
    EQ(1, events());
    EQ(1, inotify_add_watch(fd, "file", IN_MODIFY | IN_MASK_ADD));
    MUST(truncate("file", 20));
    MUST(chmod("file", 0644));
    EQ(2, events());
    ERR(EEXIST, inotify_add_watch(fd, "file", IN_OPEN | IN_MASK_CREATE));
    EQ(3, inotify_add_watch(fd, "link", IN_ATTRIB | IN_DONT_FOLLOW));
    ERR(ENOTDIR, inotify_add_watch(fd, "file", IN_OPEN | IN_ONLYDIR));
    ERR(EINVAL, inotify_add_watch(fd, "file", 0));
    ERR(ENOENT, inotify_add_watch(fd, "missing", IN_OPEN));
    ERR(EBADF, inotify_add_watch(99, "file", IN_OPEN));
    ERR(EINVAL, inotify_add_watch(0, "file", IN_OPEN));
    ERR(EINVAL, inotify_rm_watch(fd, 99));
    ERR(EINVAL, inotify_init1(1));
    put("once", "");
    int once = MUST(inotify_add_watch(fd, "once", IN_MODIFY | IN_ONESHOT));
    MUST(truncate("once", 1));
    MUST(truncate("once", 2));
    EQ(2, events()); // MODIFY and IGNORED
    ERR(EINVAL, inotify_rm_watch(fd, once));
    MUST(truncate("file", 1)); // the same event twice in a row is one
    MUST(truncate("file", 2));
    MUST(truncate("file", 3));
    EQ(1, events());
    MUST(truncate("file", 1));
    MUST(chmod("file", 0600));
    MUST(truncate("file", 2));
    EQ(3, events());
    OK(inotify_rm_watch(fd, 1));
    EQ(1, events());
    CHECK(inotify_add_watch(fd, "file", IN_MODIFY) > once); // numbers are not used again
    return finish();
}

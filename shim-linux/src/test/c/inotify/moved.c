// The two halves of a rename carry the same cookie; a file's own watch tells MOVE_SELF and DELETE_SELF, then IGNORED.
#include "../test.h"
#include <sys/inotify.h>

static int fd;
static struct {
    int wd;
    unsigned mask, cookie;
    char name[32];
} e[16];
static int collect(void) {
    static char buffer[4096] __attribute__((aligned(8)));
    long n = read(fd, buffer, sizeof buffer);
    int count = 0;
    for (long at = 0; at < n && count < 16; count++) {
        struct inotify_event *event = (struct inotify_event *)(buffer + at);
        e[count].wd = event->wd, e[count].mask = event->mask, e[count].cookie = event->cookie;
        snprintf(e[count].name, 32, "%s", event->len ? event->name : "");
        at += sizeof *event + event->len;
    }
    return count;
}

int main(void) {
    MUST(mkdir("a", 0755));
    MUST(mkdir("b", 0755));
    put("a/f", "");
    put("b/old", "");
    fd = MUST(inotify_init1(IN_NONBLOCK));
    int a = MUST(inotify_add_watch(fd, "a", IN_MOVE | IN_DELETE));
    int b = MUST(inotify_add_watch(fd, "b", IN_MOVE | IN_DELETE));
    int f = MUST(inotify_add_watch(fd, "a/f", IN_MOVE_SELF | IN_DELETE_SELF | IN_ATTRIB));
    MUST(rename("a/f", "b/g"));
    EQ(3, collect());
    CHECK(e[0].wd == a && e[0].mask == IN_MOVED_FROM && !strcmp(e[0].name, "f"));
    CHECK(e[1].wd == b && e[1].mask == IN_MOVED_TO && !strcmp(e[1].name, "g"));
    CHECK(e[0].cookie == e[1].cookie && e[0].cookie != 0);
    CHECK(e[2].wd == f && e[2].mask == IN_MOVE_SELF && e[2].cookie == 0);
    unsigned cookie = e[0].cookie;
    MUST(rename("b/g", "b/h")); // within one directory
    EQ(3, collect());
    CHECK(e[0].wd == b && e[1].wd == b && e[0].cookie == e[1].cookie && e[0].cookie != cookie);
    MUST(rename("b/h", "b/old")); // over another
    EQ(3, collect());
    CHECK(e[1].mask == IN_MOVED_TO && !strcmp(e[1].name, "old"));
    MUST(unlink("b/old"));
    int n = collect();
    CHECK(n >= 3 && e[0].wd == f && e[0].mask == IN_ATTRIB); // the count of links
    bool self = false, ignored = false, deleted = false;
    for (int i = 0; i < n; i++) {
        self |= e[i].wd == f && e[i].mask == IN_DELETE_SELF;
        ignored |= e[i].wd == f && e[i].mask == IN_IGNORED;
        deleted |= e[i].wd == b && e[i].mask == IN_DELETE;
    }
    CHECK(self && ignored && deleted);
    ERR(EINVAL, inotify_rm_watch(fd, f)); // gone by itself
    MUST(rename("b", "a/b")); // directories, too
    EQ(1, collect());
    CHECK(e[0].mask == (IN_MOVED_TO | IN_ISDIR));
    OK(inotify_rm_watch(fd, a));
    EQ(1, collect());
    CHECK(e[0].wd == a && e[0].mask == IN_IGNORED);
    put("a/x", "");
    EQ(0, collect());
    return finish();
}

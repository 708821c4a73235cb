// inotify: what is reported for making, opening, changing, closing, moving and removing files in a directory.
#include "../test.h"
#include <sys/inotify.h>

static int fd;
static const char *name_of(unsigned mask) {
    static char text[64];
    static const char *const names[] = {"ACCESS", "MODIFY", "ATTRIB", "CLOSE_WRITE", "CLOSE_NOWRITE", "OPEN", "MOVED_FROM",
                                        "MOVED_TO", "CREATE", "DELETE", "DELETE_SELF", "MOVE_SELF"};
    text[0] = 0;
    for (int i = 0; i < 12; i++)
        if (mask & (1U << i)) strcat(text, names[i]);
    if (mask & IN_IGNORED) strcat(text, "IGNORED");
    if (mask & IN_ISDIR) strcat(text, " dir");
    return text;
}
static void show(const char *what) { // all that is there by now
    static char buffer[8192] __attribute__((aligned(8)));
    long n = read(fd, buffer, sizeof buffer);
    say("%s:", what);
    for (long at = 0; at < n;) {
        struct inotify_event *e = (struct inotify_event *)(buffer + at);
        say("  %s%s%s", name_of(e->mask), e->len ? " " : "", e->len ? e->name : "");
        at += sizeof *e + e->len;
    }
}

int main(void) {
    MUST(mkdir("d", 0755));
    MUST(mkdir("out", 0755));
    fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    CHECK(fd >= 0 && fcntl(fd, F_GETFD) == FD_CLOEXEC);
    CHECK(inotify_add_watch(fd, "d", IN_ALL_EVENTS) == 1);
    show("nothing");
    int f = MUST(open("d/file", O_RDWR | O_CREAT, 0600));
    show("create");
    MUST(write(f, "data", 4));
    show("write");
    MUST(pread(f, (char[4]){0}, 4, 0));
    show("read");
    MUST(ftruncate(f, 1));
    show("truncate");
    MUST(fchmod(f, 0644));
    show("chmod");
    MUST(close(f));
    show("close");
    MUST(close(open("d/file", O_RDONLY)));
    show("open and close");
    MUST(utimensat(AT_FDCWD, "d/file", NULL, 0));
    show("utimes");
    MUST(link("d/file", "d/second"));
    show("link");
    MUST(unlink("d/second"));
    show("unlink one of two");
    MUST(rename("d/file", "out/file"));
    show("move out");
    MUST(rename("out/file", "d/back"));
    show("move in");
    MUST(mkdir("d/sub", 0755));
    show("mkdir");
    put("d/sub/below", "");
    show("not recursive");
    MUST(symlink("back", "d/link"));
    show("symlink");
    MUST(unlink("d/sub/below"));
    MUST(rmdir("d/sub"));
    show("rmdir");
    MUST(unlink("d/back"));
    show("unlink");
    MUST(unlink("d/link"));
    show("unlink symlink");
    MUST(rmdir("d"));
    show("rmdir of the watched one");
    return finish();
}

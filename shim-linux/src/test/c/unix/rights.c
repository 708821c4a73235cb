// A socket in the file system: its mode decides who may connect; a directory on the way as well; renaming, unlinking.
#include "../test.h"
#include <sys/socket.h>
#include <sys/un.h>

static int reach(const char *path) { // 0 or an errno
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    strcpy(a.sun_path, path);
    int s = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    int result = connect(s, (void *)&a, sizeof a) == 0 ? 0 : errno;
    close(s);
    return result;
}

int main(void) {
    struct sockaddr_un a = {AF_UNIX, "d/socket"};
    struct stat s;
    MUST(chmod(".", 0777));
    MUST(mkdir("d", 0777));
    umask(022);
    int l = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    MUST(bind(l, (void *)&a, sizeof a));
    MUST(listen(l, 100));
    MUST(stat("d/socket", &s));
    EQ(0755, s.st_mode & 07777); // by the umask
    RET(0, reach("d/socket"));
    pid_t pid = xfork();
    if (pid == 0) {
        drop_root();
        MUST(geteuid() == s.st_uid ? chmod("d/socket", 0555) : 0);
        RET(EACCES, reach("d/socket")); // writing is what counts
        return finish();
    }
    STR("exit 0", reap(pid));
    MUST(chmod("d/socket", 0777));
    MUST(chmod("d", 0600));
    pid = xfork();
    if (pid == 0) {
        drop_root();
        RET(EACCES, reach("d/socket"));
        return finish();
    }
    STR("exit 0", reap(pid));
    MUST(chmod("d", 0777));
    OK(rename("d/socket", "moved"));
    RET(0, reach("moved"));
    RET(ENOENT, reach("d/socket"));
    MUST(symlink("moved", "link"));
    RET(0, reach("link"));
    put("plain", "");
    RET(ECONNREFUSED, reach("plain"));
    OK(unlink("moved"));
    RET(ENOENT, reach("link"));
    ERR(EADDRINUSE, bind(MUST(socket(AF_UNIX, SOCK_STREAM, 0)), (void *)&(struct sockaddr_un){AF_UNIX, "plain"}, sizeof a));
    ERR(ENOENT, bind(MUST(socket(AF_UNIX, SOCK_STREAM, 0)), (void *)&(struct sockaddr_un){AF_UNIX, "no/x"}, sizeof a));
    struct sockaddr_un full = {.sun_family = AF_UNIX};
    memset(full.sun_path, 'f', 108); // the name need not end with zero
    OK(bind(MUST(socket(AF_UNIX, SOCK_STREAM, 0)), (void *)&full, sizeof full));
    char name[109] = {0};
    memset(name, 'f', 108);
    OK(access(name, F_OK));
    return finish();
}

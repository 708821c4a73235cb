// getcwd, chdir, fchdir: after renames and removal, too small buffers, no rights, through symlinks.
#include "../test.h"

int main(void) {
    char here[4096], path[4096], expected[4200];
    struct stat s;
    MUST(getcwd(here, sizeof here) ? 0 : -1);
    MUST(mkdir("a", 0755));
    MUST(mkdir("a/b", 0755));
    MUST(symlink("a/b", "link"));
    OK(chdir("link"));
    snprintf(expected, sizeof expected, "%s/a/b", here);
    CHECK(!strcmp(getcwd(path, sizeof path), expected)); // the real name
    put("file", "relative");
    MUST(rename("../../a", "../../renamed"));
    snprintf(expected, sizeof expected, "%s/renamed/b", here);
    CHECK(!strcmp(getcwd(path, sizeof path), expected)); // follows
    STR("relative", get("file"));
    CHECK(syscall(SYS_getcwd, path, sizeof path) == (long)strlen(expected) + 1); // counts the final zero
    CHECK(getcwd(path, 3) == NULL && errno == ERANGE);
    CHECK(getcwd(path, 0) == NULL && errno == EINVAL);
    ERR(EFAULT, syscall(SYS_getcwd, 16, 4096));
    ERR(ENOENT, chdir("missing"));
    ERR(ENOTDIR, chdir("file"));
    ERR(ENOENT, chdir(""));
    int fd = MUST(open("..", O_RDONLY)), file = MUST(open("file", O_RDONLY));
    OK(fchdir(fd));
    STR("relative", get("b/file"));
    ERR(ENOTDIR, fchdir(file));
    ERR(EBADF, fchdir(99));
    MUST(mkdir("gone", 0755));
    OK(chdir("gone"));
    OK(rmdir("../gone"));
    CHECK(getcwd(path, sizeof path) == NULL && errno == ENOENT);
    OK(stat(".", &s)); // it is there until the last one leaves
    EQ(0, s.st_nlink);
    ERR(ENOENT, open("new", O_WRONLY | O_CREAT, 0600));
    ERR(ENOENT, mkdir("sub", 0755));
    OK(chdir(".."));
    snprintf(expected, sizeof expected, "%s/renamed", here);
    CHECK(!strcmp(getcwd(path, sizeof path), expected));
    MUST(chdir(here));
    MUST(chmod(".", 0777));
    MUST(mkdir("closed", 0));
    MUST(mkdir("open", 0755));
    pid_t pid = xfork();
    if (pid == 0) {
        drop_root();
        ERR(EACCES, chdir("closed"));
        OK(chdir("open"));
        return finish();
    }
    STR("exit 0", reap(pid));
    OK(chdir("/"));
    STR("/", getcwd(path, sizeof path));
    OK(chdir("/.."));
    STR("/", getcwd(path, sizeof path));
    return finish();
}

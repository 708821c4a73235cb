// Symbolic links: readlink, following in the middle and at the end of a path, relative and absolute, dangling.
#include "../test.h"

int main(void) {
    char buffer[64] = {0};
    struct stat s;
    put("file", "text");
    MUST(mkdir("d", 0755));
    OK(symlink("../file", "d/up"));
    STR("text", get("d/up"));
    EQ(7, readlink("d/up", buffer, sizeof buffer));
    CHECK(!memcmp(buffer, "../file", 8));
    EQ(3, readlink("d/up", buffer, 3)); // cut, not terminated
    ERR(EINVAL, readlink("file", buffer, sizeof buffer));
    ERR(EINVAL, readlink("d/up", buffer, 0));
    ERR(ENOENT, readlink("no", buffer, sizeof buffer));
    OK(symlink("d", "dir"));
    STR("text", get("dir/up"));
    STR("text", get("dir/../file"));
    OK(lstat("dir", &s));
    CHECK(S_ISLNK(s.st_mode));
    EQ(1, s.st_size);
    EQ(0777, s.st_mode & 07777);
    OK(lstat("dir/", &s)); // a trailing slash follows
    CHECK(S_ISDIR(s.st_mode));
    OK(stat("dir", &s));
    CHECK(S_ISDIR(s.st_mode));
    ERR(EEXIST, symlink("x", "dir"));
    ERR(ENOENT, symlink("", "empty"));
    ERR(ENOENT, symlink("x", ""));
    OK(symlink("missing", "dangling"));
    ERR(ENOENT, stat("dangling", &s));
    OK(lstat("dangling", &s));
    EQ(7, s.st_size);
    OK(unlink("dangling"));
    char *here = getcwd(NULL, 0), path[4200];
    snprintf(path, sizeof path, "%s/file", here);
    OK(symlink(path, "absolute"));
    STR("text", get("absolute"));
    int fd = MUST(open("d", O_RDONLY | O_DIRECTORY));
    OK(symlinkat("up", fd, "again"));
    EQ(2, readlinkat(fd, "again", buffer, sizeof buffer));
    STR("text", get("d/again"));
    return finish();
}

// Extended attributes: set, get, list, remove; sizes asked for; create and replace; empty and binary values.
#include "../test.h"
#include <sys/xattr.h>

int main(void) {
    char value[64] = {0}, list[256];
    put("file", "");
    ERR(ENODATA, getxattr("file", "user.a", value, sizeof value));
    OK(setxattr("file", "user.a", "value", 5, 0));
    EQ(5, getxattr("file", "user.a", value, sizeof value));
    STR("value", value);
    EQ(5, getxattr("file", "user.a", NULL, 0)); // asks for the size
    ERR(ERANGE, getxattr("file", "user.a", value, 4));
    ERR(EEXIST, setxattr("file", "user.a", "x", 1, XATTR_CREATE));
    ERR(ENODATA, setxattr("file", "user.b", "x", 1, XATTR_REPLACE));
    OK(setxattr("file", "user.a", "other", 5, XATTR_REPLACE));
    OK(setxattr("file", "user.empty", "", 0, XATTR_CREATE));
    EQ(0, getxattr("file", "user.empty", value, sizeof value));
    OK(setxattr("file", "user.binary", "\0\1\377", 3, 0));
    EQ(3, getxattr("file", "user.binary", value, sizeof value));
    CHECK(!memcmp(value, "\0\1\377", 3));
    long n = listxattr("file", list, sizeof list);
    int found = 0;
    for (char *p = list; p < list + n; p += strlen(p) + 1)
        found += !strcmp(p, "user.a") + !strcmp(p, "user.empty") + !strcmp(p, "user.binary");
    EQ(3, found);
    CHECK(listxattr("file", NULL, 0) == n);
    ERR(ERANGE, listxattr("file", list, 5));
    OK(removexattr("file", "user.empty"));
    ERR(ENODATA, removexattr("file", "user.empty"));
    ERR(ENODATA, getxattr("file", "user.empty", value, sizeof value));
    int fd = MUST(open("file", O_RDWR));
    OK(fsetxattr(fd, "user.fd", "by descriptor", 13, 0));
    EQ(13, fgetxattr(fd, "user.fd", value, sizeof value));
    CHECK(flistxattr(fd, list, sizeof list) > 20);
    OK(fremovexattr(fd, "user.fd"));
    MUST(rename("file", "moved")); // they go along
    EQ(5, getxattr("moved", "user.a", value, sizeof value));
    MUST(link("moved", "second"));
    EQ(5, getxattr("second", "user.a", value, sizeof value));
    MUST(mkdir("d", 0755));
    OK(setxattr("d", "user.dir", "yes", 3, 0));
    EQ(3, getxattr("d", "user.dir", value, sizeof value));
    return finish();
}

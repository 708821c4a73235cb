// How paths are resolved: slashes, dots, symlinks on the way, names that are too long, empty components, the root.
#include "../test.h"
#include <limits.h>

int main(void) {
    struct stat s, t;
    MUST(mkdir("a", 0755));
    MUST(mkdir("a/b", 0755));
    put("a/b/f", "found");
    STR("found", get("a/b/f"));
    STR("found", get("a//b///f"));
    STR("found", get("./a/./b/./f"));
    STR("found", get("a/b/../b/f"));
    STR("found", get("a/../a/b/f"));
    STR("ENOENT", get("a/missing/../b/f")); // every step must exist
    STR("ENOTDIR", get("a/b/f/../f"));
    STR("ENOTDIR", get("a/b/f/"));
    STR("ENOTDIR", get("a/b/f/."));
    STR("EISDIR", get("a/b/"));
    MUST(symlink("a/b", "l"));
    MUST(symlink("../../l/f", "a/b/back"));
    STR("found", get("l/f"));
    STR("found", get("l/back"));
    MUST(stat("l/..", &s)); // the parent of what the link leads to
    MUST(stat("a", &t));
    CHECK(s.st_ino == t.st_ino);
    MUST(stat("/", &s));
    MUST(stat("/..", &t));
    CHECK(s.st_ino == t.st_ino);
    MUST(stat("/../../..//.", &t));
    CHECK(s.st_ino == t.st_ino);
    char name[300];
    memset(name, 'n', sizeof name);
    name[255] = 0;
    put(name, "longest");
    STR("longest", get(name));
    name[255] = 'n', name[256] = 0;
    STR("ENAMETOOLONG", get(name));
    char path[5000] = "";
    for (int i = 0; i < 2000; i++) strcat(path, "./");
    strcat(path, "a/b/f");
    STR("found", get(path)); // 4005 bytes
    for (int i = 0; i < 46; i++) strcat(path, "x/");
    CHECK(strlen(path) == 4097);
    STR("ENAMETOOLONG", get(path));
    MUST(symlink("x2", "x1"));
    MUST(symlink("x1", "x2"));
    STR("ELOOP", get("x1"));
    STR("ELOOP", get("x1/f"));
    put("c0", "end of the chain");
    for (int i = 1; i <= 41; i++) {
        char from[8], to[8];
        snprintf(from, sizeof from, "c%d", i), snprintf(to, sizeof to, "c%d", i - 1);
        MUST(symlink(to, from));
    }
    STR("end of the chain", get("c40")); // forty links, and no more
    STR("ELOOP", get("c41"));
    const char *odd = "\x01 \xff\xfe\n*"; // any byte but slash and zero
    put(odd, "odd");
    STR("odd", get(odd));
    MUST(mkdir("sp ace", 0755));
    OK(rmdir("sp ace/"));
    return finish();
}

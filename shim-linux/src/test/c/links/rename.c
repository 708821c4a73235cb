// rename: files and directories, over existing ones, onto itself, what is refused.
#include "../test.h"

int main(void) {
    struct stat s, t;
    put("a", "A");
    put("b", "B");
    OK(rename("a", "c"));
    ERR(ENOENT, access("a", F_OK));
    STR("A", get("c"));
    OK(rename("c", "b")); // replaces
    STR("A", get("b"));
    ERR(ENOENT, rename("missing", "x"));
    ERR(ENOENT, rename("b", "missing/x"));
    ERR(ENOENT, rename("b", ""));
    OK(rename("b", "b"));
    MUST(link("b", "b2"));
    OK(rename("b", "b2")); // two names of one file: nothing happens, both stay
    OK(access("b", F_OK));
    OK(access("b2", F_OK));
    MUST(mkdir("d", 0755));
    MUST(mkdir("d/e", 0755));
    put("d/e/f", "deep");
    MUST(stat("d", &s));
    OK(rename("d", "moved"));
    STR("deep", get("moved/e/f"));
    OK(stat("moved", &t));
    CHECK(s.st_ino == t.st_ino);
    ERR(EINVAL, rename("moved", "moved/e/inside")); // into itself
    ERR(EINVAL, rename("moved", "moved/x"));
    ERR(EISDIR, rename("b", "moved"));
    ERR(ENOTDIR, rename("moved", "b"));
    MUST(mkdir("empty", 0755));
    MUST(mkdir("full", 0755));
    put("full/x", "");
    ERR(ENOTEMPTY, rename("empty", "full"));
    OK(rename("full", "empty")); // an empty directory may be replaced
    OK(access("empty/x", F_OK));
    OK(rename("moved/e", "e")); // to another parent: ".." and the counts follow
    MUST(stat("moved", &s));
    EQ(2, s.st_nlink);
    MUST(stat(".", &s));
    MUST(stat("e/..", &t));
    CHECK(s.st_ino == t.st_ino);
    ERR(ENOTDIR, rename("b/", "z"));
    ERR(ENOTDIR, rename("b", "z/"));
    OK(rename("e/", "e2/"));
    ERR(EBUSY, rename("e2", "."));
    ERR(EBUSY, rename("e2/..", "z"));
    ERR(EBUSY, rename(".", "z"));
    MUST(symlink("b", "link"));
    OK(rename("link", "link2")); // the link itself
    OK(lstat("link2", &s));
    CHECK(S_ISLNK(s.st_mode));
    OK(rename("b2", "link2")); // replaces the link, not its target
    OK(lstat("link2", &s));
    CHECK(S_ISREG(s.st_mode));
    STR("A", get("b"));
    return finish();
}

// A tree made, walked and removed with the C library's tools: nftw, scandir, glob, mkstemp, mkdtemp, realpath, tmpfile.
#include "../test.h"
#include <dirent.h>
#include <ftw.h>
#include <glob.h>

static int files, directories, links;
static int visit(const char *path, const struct stat *s, int kind, struct FTW *f) {
    (void)s, (void)f;
    files += kind == FTW_F, directories += kind == FTW_D, links += kind == FTW_SL;
    return path[0] != 't';
}
static int wipe(const char *path, const struct stat *s, int kind, struct FTW *f) {
    (void)s, (void)f;
    return kind == FTW_DP ? rmdir(path) : unlink(path);
}

int main(void) {
    char path[64];
    MUST(mkdir("t", 0755));
    for (int i = 0; i < 5; i++) {
        snprintf(path, sizeof path, "t/d%d", i);
        MUST(mkdir(path, 0755));
        for (int k = 0; k < 10; k++) {
            snprintf(path, sizeof path, "t/d%d/f%d", i, k);
            put(path, "contents");
        }
        snprintf(path, sizeof path, "t/d%d/link", i);
        MUST(symlink("f0", path));
    }
    EQ(0, nftw("t", visit, 10, FTW_PHYS));
    CHECK(files == 50 && directories == 6 && links == 5);
    struct dirent **list;
    EQ(13, scandir("t/d3", &list, NULL, alphasort));
    STR(".", list[0]->d_name);
    STR("f9", list[11]->d_name);
    STR("link", list[12]->d_name);
    glob_t g;
    EQ(0, glob("t/*/f[3-5]", 0, NULL, &g));
    EQ(15, g.gl_pathc);
    STR("t/d0/f3", g.gl_pathv[0]);
    char *real = realpath("t/../t/d1/link", NULL);
    CHECK(real && strlen(real) > 7 && !strcmp(real + strlen(real) - 8, "/t/d1/f0"));
    EQ(0, nftw("t", wipe, 10, FTW_PHYS | FTW_DEPTH));
    ERR(ENOENT, access("t", F_OK));
    char name[] = "tempXXXXXX", dir[] = "dirXXXXXX", name2[] = "tempXXXXXX";
    int fd = mkstemp(name);
    CHECK(fd >= 0 && strcmp(name, "tempXXXXXX") && mkstemp(name2) >= 0 && strcmp(name, name2));
    struct stat s;
    MUST(fstat(fd, &s));
    EQ(0600, s.st_mode & 07777);
    CHECK(mkdtemp(dir) != NULL && stat(dir, &s) == 0 && (s.st_mode & 07777) == 0700);
    FILE *f = tmpfile();
    CHECK(f != NULL && fputs("x", f) >= 0 && fflush(f) == 0);
    return finish();
}

// The working directory and the umask are inherited by fork, and then each process's own.
#include "../test.h"

int main(void) {
    char here[4096], path[4096];
    struct stat s;
    MUST(getcwd(here, sizeof here) ? 0 : -1);
    MUST(mkdir("d", 0755));
    mode_t old = umask(027);
    CHECK((old & ~0777) == 0);
    EQ(027, umask(027));
    pid_t pid = xfork();
    if (pid == 0) {
        EQ(027, umask(077));
        MUST(chdir("d"));
        put("made", "");
        MUST(stat("made", &s));
        EQ(0600, s.st_mode & 07777);
        MUST(mkdir("dir", 0777));
        MUST(stat("dir", &s));
        EQ(0700, s.st_mode & 07777);
        return finish();
    }
    STR("exit 0", reap(pid));
    MUST(getcwd(path, sizeof path) ? 0 : -1);
    CHECK(!strcmp(path, here));
    EQ(027, umask(0777));
    put("none", "");
    MUST(stat("none", &s));
    EQ(0, s.st_mode & 07777);
    umask(0);
    MUST(close(open("all", O_CREAT | O_WRONLY, 07666)));
    MUST(stat("all", &s));
    EQ(0666, s.st_mode & 0777);
    EQ(0, umask(07777)); // only the lower nine bits count
    EQ(0777, umask(022));
    MUST(stat("d/made", &s));
    return finish();
}

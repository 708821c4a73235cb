// /proc/mounts and mountinfo: the root, /proc and /dev are there, every line has its fields, statfs agrees on types.
#include "../test.h"
#include <mntent.h>
#include <sys/statfs.h>

int main(void) {
    FILE *f = setmntent("/proc/self/mounts", "r");
    CHECK(f != NULL);
    bool root = false, proc = false;
    int lines = 0;
    for (struct mntent *m; (m = getmntent(f)); lines++) {
        root |= !strcmp(m->mnt_dir, "/");
        proc |= !strcmp(m->mnt_dir, "/proc") && !strcmp(m->mnt_type, "proc");
    }
    endmntent(f);
    CHECK(root && proc && lines >= 2);
    char line[4096];
    int bad = 0, count = 0;
    f = fopen("/proc/self/mountinfo", "r");
    root = false;
    while (fgets(line, sizeof line, f)) {
        int id, parent, major, minor;
        char from[1024], point[1024], *dash = strstr(line, " - ");
        bad += sscanf(line, "%d %d %d:%d %1023s %1023s", &id, &parent, &major, &minor, from, point) != 6 || !dash;
        root |= !strcmp(point, "/");
        count++;
    }
    fclose(f);
    EQ(0, bad);
    CHECK(root && count == lines);
    struct statfs s;
    OK(statfs("/proc", &s));
    EQ(0x9fa0, s.f_type);
    OK(statfs("/dev/shm", &s));
    EQ(0x01021994, s.f_type);
    struct stat a, b;
    MUST(stat("/", &a));
    MUST(stat("/proc", &b));
    CHECK(a.st_dev != b.st_dev);
    CHECK(!strcmp(get("/proc/mounts"), get("/proc/self/mounts")));
    ERR(EXDEV, rename("/proc/self/comm", "x"));
    put("x", "");
    ERR(EXDEV, link("x", "/dev/shm/isthmus-x"));
    return finish();
}

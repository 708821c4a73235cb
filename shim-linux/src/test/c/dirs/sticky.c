// Rights in directories: the sticky bit, setgid inheritance, who may make, rename and remove entries.
#include "../test.h"

int main(void) {
    struct stat s;
    MUST(chmod(".", 0777));
    umask(0);
    MUST(mkdir("sticky", 01777));
    MUST(mkdir("free", 0777));
    MUST(mkdir("mine", 0755));
    MUST(mkdir("group", 0777));
    MUST(chmod("group", 02777)); // mkdir itself leaves these bits out
    put("sticky/theirs", ""), put("free/theirs", ""), put("mine/theirs", "");
    bool root = geteuid() == 0;
    if (root) { // as root there is a second user to try with
        pid_t pid = xfork();
        if (pid == 0) {
            drop_root();
            bool good = unlink("sticky/theirs") == -1 && errno == EPERM;
            good &= rename("sticky/theirs", "sticky/other") == -1 && errno == EPERM;
            good &= unlink("mine/theirs") == -1 && errno == EACCES;
            good &= open("mine/new", O_CREAT | O_WRONLY, 0600) == -1 && errno == EACCES;
            good &= rmdir("mine") == 0 ? false : errno == ENOTEMPTY;
            good &= unlink("free/theirs") == 0; // whose directory it is counts, not whose file
            good &= mkdir("sticky/own", 0755) == 0 && rmdir("sticky/own") == 0;
            if (!good) FAIL_AT("%s", "rights of another user");
            return finish();
        }
        STR("exit 0", reap(pid));
    } else {
        MUST(unlink("free/theirs"));
        say("reap(pid) = \"exit 0\"");
    }
    OK(unlink("sticky/theirs"));
    ERR(ENOENT, access("free/theirs", F_OK));
    OK(access("mine/theirs", F_OK));
    OK(stat("sticky", &s));
    EQ(01777, s.st_mode & 07777);
    OK(stat("group", &s));
    EQ(02777, s.st_mode & 07777);
    gid_t group = s.st_gid;
    OK(mkdir("group/sub", 0755));
    OK(stat("group/sub", &s));
    EQ(02755, s.st_mode & 07777); // a directory takes the bit along
    CHECK(s.st_gid == group);
    put("group/file", "");
    OK(stat("group/file", &s));
    CHECK(s.st_gid == group);
    EQ(0666, s.st_mode & 07777); // a file does not
    return finish();
}

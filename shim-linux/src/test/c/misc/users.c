// The user and group databases, as the C library reads them: root and nobody, by name and by number; one's own.
#include "../test.h"
#include <pwd.h>

int main(void) {
    struct passwd *p = getpwuid(0);
    CHECK(p != NULL);
    STR("root", p ? p->pw_name : "");
    p = getpwnam("nobody");
    CHECK(p && p->pw_uid == 65534);
    p = getpwnam("daemon");
    CHECK(p && p->pw_uid == 1 && p->pw_gid == 1);
    errno = 0;
    CHECK(getpwnam("no-such-user") == NULL);
    CHECK(getpwuid(54321) == NULL);
    struct group *g = getgrgid(0);
    STR("root", g ? g->gr_name : "");
    g = getgrnam("tty");
    CHECK(g && g->gr_gid == 5);
    CHECK(getgrnam("no-such-group") == NULL);
    int count = 0, root = 0;
    setpwent();
    for (; (p = getpwent()); count++) root += p->pw_uid == 0;
    endpwent();
    CHECK(count >= 5 && root >= 1);
    gid_t groups[64];
    int n = 64;
    CHECK(getgrouplist("root", 0, groups, &n) >= 1);
    char buffer[4096];
    struct passwd entry, *result = NULL;
    RET(0, getpwuid_r(getuid(), &entry, buffer, sizeof buffer, &result));
    CHECK(result == NULL || result->pw_uid == getuid());
    RET(ERANGE, getpwuid_r(0, &entry, buffer, 3, &result));
    return finish();
}

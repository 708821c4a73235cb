// uname, gethostname, sysconf: what programs look at when they start.
#include "../test.h"
#include <sys/utsname.h>

int main(void) {
    struct utsname u;
    OK(uname(&u));
    STR("Linux", u.sysname);
    STR("x86_64", u.machine);
    int major = 0, minor = -1;
    EQ(2, sscanf(u.release, "%d.%d", &major, &minor));
    CHECK(major > 5 || (major == 5 && minor >= 10)); // what glibc and libuv ask for
    CHECK(strlen(u.nodename) > 0 && u.version[0] == '#');
    char host[65];
    OK(gethostname(host, sizeof host));
    CHECK(!strcmp(host, u.nodename));
    EQ(4096, sysconf(_SC_PAGESIZE));
    EQ(100, sysconf(_SC_CLK_TCK));
    CHECK(sysconf(_SC_NPROCESSORS_ONLN) >= 1);
    CHECK(sysconf(_SC_NPROCESSORS_CONF) >= sysconf(_SC_NPROCESSORS_ONLN));
    CHECK(sysconf(_SC_PHYS_PAGES) > 1000 && sysconf(_SC_AVPHYS_PAGES) > 0);
    CHECK(sysconf(_SC_ARG_MAX) >= 131072);
    EQ(255, pathconf("/", _PC_NAME_MAX));
    EQ(4096, pathconf("/", _PC_PATH_MAX));
    EQ(4096, pathconf("/", _PC_PIPE_BUF));
    EQ(1024, sysconf(_SC_IOV_MAX));
    EQ(65536, sysconf(_SC_NGROUPS_MAX));
    ERR(EFAULT, syscall(SYS_uname, 16));
    return finish();
}

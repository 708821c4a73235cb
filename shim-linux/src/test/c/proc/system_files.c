// The files of /proc and /sys that C libraries and runtimes parse: they have the form that is expected.
#include "../test.h"
#include <ctype.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>

static long number_after(const char *text, const char *key) {
    const char *at = strstr(text, key);
    return at ? atol(at + strlen(key)) : -1;
}

static int bits_of(const char *mask) {
    int bits = 0;
    for (char digit[2] = ""; *mask; mask++)
        if (isxdigit(digit[0] = *mask)) bits += __builtin_popcount((unsigned)strtol(digit, NULL, 16));
    return bits;
}

int main(void) {
    const char *t = get("/proc/meminfo");
    long total = number_after(t, "MemTotal:"), available = number_after(t, "MemAvailable:");
    CHECK(total > 10000 && available > 0 && available <= total && strstr(t, "MemFree:") && strstr(t, "SwapTotal:"));
    struct sysinfo info;
    OK(sysinfo(&info));
    CHECK(llabs((long long)(info.totalram / 1024 * info.mem_unit) - total) < 1024);
    int processors = 0;
    for (const char *p = get("/proc/cpuinfo"); (p = strstr(p, "processor\t:")); p++) processors++;
    CHECK(processors >= 1 && processors == get_nprocs_conf());
    CHECK(strstr(get("/proc/cpuinfo"), "\nflags\t\t:") && strstr(get("/proc/cpuinfo"), " sse2 "));
    t = get("/proc/stat");
    CHECK(!strncmp(t, "cpu  ", 5) && strstr(t, "\ncpu0 ") && number_after(t, "\nbtime ") > 1600000000);
    double up = 0, idle = 0, load[3];
    int running = 0, all = 0, last = 0;
    EQ(2, sscanf(get("/proc/uptime"), "%lf %lf", &up, &idle));
    CHECK(up > 0 && llabs(info.uptime - (long)up) <= 2);
    struct timespec since_boot;
    MUST(clock_gettime(CLOCK_BOOTTIME, &since_boot));
    CHECK(labs(since_boot.tv_sec - (long)up) <= 2); // who asks when a process began has that from three places
    unsigned long long began = 0;
    EQ(1, sscanf(strrchr(get("/proc/self/stat"), ')') + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu", &began));
    CHECK(began / 100 <= (unsigned long)up + 1 && began / 100 + 100 > (unsigned long)up);
    CHECK(labs(number_after(get("/proc/stat"), "\nbtime ") + (long)up - time(NULL)) <= 2);
    EQ(6, sscanf(get("/proc/loadavg"), "%lf %lf %lf %d/%d %d", load, load + 1, load + 2, &running, &all, &last));
    CHECK(!strncmp(get("/proc/version"), "Linux version ", 14));
    struct utsname u;
    MUST(uname(&u));
    char line[128];
    snprintf(line, sizeof line, "%s\n", u.release);
    CHECK(!strcmp(get("/proc/sys/kernel/osrelease"), line));
    snprintf(line, sizeof line, "%s\n", u.nodename);
    CHECK(!strcmp(get("/proc/sys/kernel/hostname"), line));
    STR("Linux\n", get("/proc/sys/kernel/ostype"));
    CHECK(atoi(get("/proc/sys/kernel/pid_max")) >= 32768 && atoi(get("/proc/sys/fs/pipe-max-size")) >= 65536);
    CHECK(atoi(get("/proc/sys/vm/overcommit_memory")) <= 2 && atol(get("/proc/sys/fs/file-max")) > 1000);
    CHECK(atol(get("/proc/sys/fs/nr_open")) >= 1024 && atol(get("/proc/sys/kernel/ngroups_max")) == 65536);
    CHECK(strlen(get("/proc/sys/kernel/random/uuid")) == 37 && strlen(get("/proc/sys/kernel/random/boot_id")) == 37);
    CHECK(strcmp(get("/proc/sys/kernel/random/uuid"), get("/proc/sys/kernel/random/uuid")));
    CHECK(!strcmp(get("/proc/sys/kernel/random/boot_id"), get("/proc/sys/kernel/random/boot_id")));
    CHECK(strstr(get("/proc/filesystems"), "nodev\tproc\n") && strstr(get("/proc/filesystems"), "nodev\ttmpfs\n"));
    char range[64];
    snprintf(range, sizeof range, get_nprocs_conf() == 1 ? "0\n" : "0-%d\n", get_nprocs_conf() - 1);
    CHECK(!strcmp(get("/sys/devices/system/cpu/possible"), range));
    CHECK(get("/sys/devices/system/cpu/online")[0] == '0' && get("/sys/devices/system/cpu/present")[0] == '0');
    EQ(1, bits_of(get("/sys/devices/system/node/node0/cpumap")) >= 1);
    EQ(1, bits_of(get("/sys/devices/system/cpu/cpu0/topology/core_siblings")) >= 1);
    EQ(1, bits_of(get("/sys/devices/system/cpu/cpu0/topology/thread_siblings")) >= 1);
    CHECK(number_after(get("/sys/devices/system/node/node0/meminfo"), "Node 0 MemTotal:") > 10000);
    STR("10", strtok((char *)get("/sys/devices/system/node/node0/distance"), " \n"));
    CHECK(get("/proc/cmdline")[0] != 'E');
    static const char *const texts[] = {"/proc/meminfo", "/proc/uptime", "/proc/stat", "/proc/mounts", "/proc/self/maps", "/proc/self/smaps",
                                        "/proc/self/status", "/proc/self/limits", "/proc/self/stat", "/proc/self/mountinfo"};
    for (unsigned i = 0; i < sizeof texts / sizeof *texts; i++) EQ(0, strchr(get(texts[i]), '\r') != NULL); // on no host
    return finish();
}

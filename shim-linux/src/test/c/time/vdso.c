// The vDSO, found as programs without a C library find it: its symbols; its clocks agree with the system calls, in order,
// for every clock; over threads, fork and exec time never goes back; bad clocks are refused.
#include "../test.h"
#include <elf.h>
#include <pthread.h>
#include <sched.h>
#include <sys/auxv.h>
#include <sys/time.h>
#include <sys/wait.h>

static const unsigned char *image;
static int (*gettime)(clockid_t, struct timespec *);
static int (*getres)(clockid_t, struct timespec *);
static int (*timeofday)(struct timeval *, struct timezone *);
static time_t (*seconds)(time_t *);
static int (*processor)(unsigned *, unsigned *, void *);

static void *find(const char *name) {
    const Elf64_Ehdr *header = (const void *)image;
    const Elf64_Phdr *parts = (const void *)(image + header->e_phoff);
    const unsigned char *base = NULL;
    const Elf64_Dyn *dynamic = NULL;
    for (int i = 0; i < header->e_phnum; i++) {
        if (parts[i].p_type == PT_LOAD) base = image + parts[i].p_offset - parts[i].p_vaddr;
        if (parts[i].p_type == PT_DYNAMIC) dynamic = (const void *)(image + parts[i].p_offset);
    }
    const char *names = NULL;
    const Elf64_Sym *symbols = NULL;
    const Elf32_Word *hash = NULL;
    const Elf64_Half *versions = NULL;
    const Elf64_Verdef *definition = NULL;
    for (; dynamic->d_tag; dynamic++) {
        const void *place = base + dynamic->d_un.d_ptr;
        if (dynamic->d_tag == DT_STRTAB) names = place;
        if (dynamic->d_tag == DT_SYMTAB) symbols = place;
        if (dynamic->d_tag == DT_HASH) hash = place;
        if (dynamic->d_tag == DT_VERSYM) versions = place;
        if (dynamic->d_tag == DT_VERDEF) definition = place;
    }
    if (!names || !symbols || !versions || !definition) return NULL;
    if (!hash) return NULL;
    for (unsigned i = 1; i < hash[1]; i++) {
        if (!symbols[i].st_shndx || strcmp(names + symbols[i].st_name, name)) continue;
        const Elf64_Verdef *d = definition;
        while ((d->vd_ndx & 0x7fff) != (versions[i] & 0x7fff) && d->vd_next) d = (const void *)((const char *)d + d->vd_next);
        const Elf64_Verdaux *aux = (const void *)((const char *)d + d->vd_aux);
        if (!strcmp(names + aux->vda_name, "LINUX_2.6")) return (void *)(base + symbols[i].st_value);
    }
    return NULL;
}

static long long ns(struct timespec t) { return t.tv_sec * 1000000000LL + t.tv_nsec; }

static long long by_vdso(clockid_t clock) {
    struct timespec t = {-1, -1};
    if (gettime(clock, &t) || t.tv_nsec < 0 || t.tv_nsec > 999999999) return -1;
    return ns(t);
}

static long long by_call(clockid_t clock) {
    struct timespec t = {-1, -1};
    if (syscall(SYS_clock_gettime, clock, &t) || t.tv_nsec < 0 || t.tv_nsec > 999999999) return -1;
    return ns(t);
}

/* The system call may be coarser than what it is compared with. */
static bool agree(clockid_t clock, int rounds) {
    struct timespec r;
    syscall(SYS_clock_getres, clock, &r);
    long long grain = r.tv_nsec > 1000 ? ns(r) : 0;
    for (int i = 0; i < rounds; i++) {
        long long a = by_vdso(clock), b = by_call(clock), c = by_vdso(clock);
        if (a < 0 || b < a - grain || c < b - grain || c < a) {
            dprintf(2, "clock %d: %lld %lld %lld\n", clock, a, b, c);
            return false;
        }
    }
    return true;
}

static long long newest;
static bool back;

static void *watch(void *unused) {
    for (int i = 0; i < 200000; i++) {
        long long seen = __atomic_load_n(&newest, __ATOMIC_SEQ_CST);
        long long now = i % 64 ? by_vdso(CLOCK_MONOTONIC) : by_call(CLOCK_MONOTONIC);
        if (now < seen) back = true;
        while (seen < now && !__atomic_compare_exchange_n(&newest, &seen, now, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {}
    }
    return unused;
}

static void setup(void) {
    image = (const void *)getauxval(AT_SYSINFO_EHDR);
    if (!image) return;
    gettime = find("__vdso_clock_gettime");
    getres = find("__vdso_clock_getres");
    timeofday = find("__vdso_gettimeofday");
    seconds = find("__vdso_time");
    processor = find("__vdso_getcpu");
}

static void maps(void) {
    FILE *f = fopen("/proc/self/maps", "r");
    char line[400], rights[5], name[64];
    unsigned long start, end;
    bool code = false, data = false;
    while (fgets(line, sizeof line, f)) {
        name[0] = 0;
        sscanf(line, "%lx-%lx %4s %*s %*s %*s %63s", &start, &end, rights, name);
        if (!strcmp(name, "[vdso]")) code = start == (unsigned long)image && !strcmp(rights, "r-xp");
        if (!strncmp(name, "[vvar", 5)) data |= end == (unsigned long)image && !strcmp(rights, "r--p");
    }
    fclose(f);
    CHECK(code);
    CHECK(data);
}

int main(int argc, char **argv) {
    setup();
    if (argc > 1) return !(gettime && by_vdso(CLOCK_MONOTONIC) >= atoll(argv[1]) && agree(CLOCK_MONOTONIC, 100));
    CHECK(image && gettime && getres && timeofday && seconds && processor);
    CHECK(find("clock_gettime") == (void *)gettime && !find("__vdso_nothing"));
    maps();
    static const clockid_t clocks[] = {CLOCK_REALTIME,        CLOCK_MONOTONIC,        CLOCK_PROCESS_CPUTIME_ID,
                                       CLOCK_THREAD_CPUTIME_ID, CLOCK_MONOTONIC_RAW,  CLOCK_REALTIME_COARSE,
                                       CLOCK_MONOTONIC_COARSE, CLOCK_BOOTTIME,        CLOCK_TAI};
    for (unsigned i = 0; i < sizeof clocks / sizeof *clocks; i++) {
        CHECK(agree(clocks[i], 20000));
        struct timespec a = {-1, -1}, b = {-2, -2};
        CHECK(getres(clocks[i], &a) == 0 && syscall(SYS_clock_getres, clocks[i], &b) == 0 && ns(a) == ns(b));
        CHECK(getres(clocks[i], NULL) == 0);
    }
    static const clockid_t bad[] = {10, 12, 99, 1 << 30};
    for (unsigned i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct timespec t;
        CHECK(gettime(bad[i], &t) == -EINVAL && syscall(SYS_clock_gettime, bad[i], &t) == -1);
        CHECK(getres(bad[i], &t) == -EINVAL && syscall(SYS_clock_getres, bad[i], &t) == -1);
    }

    struct timezone zone = {7, 7};
    struct timeval tv, raw;
    bool ordered = true;
    for (int i = 0; i < 20000; i++) {
        long long a = by_vdso(CLOCK_REALTIME) / 1000;
        timeofday(&tv, &zone);
        syscall(SYS_gettimeofday, &raw, NULL);
        long long b = tv.tv_sec * 1000000LL + tv.tv_usec, c = raw.tv_sec * 1000000LL + raw.tv_usec;
        ordered &= a <= b && b <= c && tv.tv_usec >= 0 && tv.tv_usec < 1000000;
    }
    CHECK(ordered && zone.tz_minuteswest == 0 && zone.tz_dsttime == 0);
    CHECK(timeofday(NULL, NULL) == 0);
    time_t told, returned = seconds(&told);
    CHECK(told == returned && llabs((long long)told - (long long)syscall(SYS_time, NULL)) <= 1);
    CHECK(seconds(NULL) >= told);

    pthread_t threads[4];
    for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, watch, NULL);
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    CHECK(!back);

    unsigned cpu = 99, node = 99;
    CHECK(processor(&cpu, &node, NULL) == 0 && cpu < (unsigned)sysconf(_SC_NPROCESSORS_CONF) && node < 64);
    CHECK(processor(NULL, NULL, NULL) == 0);
    cpu_set_t last, all;
    sched_getaffinity(0, sizeof all, &all);
    CPU_ZERO(&last);
    int highest = 0;
    for (int i = 0; i < CPU_SETSIZE; i++) if (CPU_ISSET(i, &all)) highest = i;
    CPU_SET(highest, &last);
    OK(sched_setaffinity(0, sizeof last, &last));
    CHECK(processor(&cpu, &node, NULL) == 0 && cpu == (unsigned)highest);
    OK(sched_setaffinity(0, sizeof all, &all));

    long long before = by_vdso(CLOCK_MONOTONIC);
    pid_t child = fork();
    if (child == 0) _exit(!(by_vdso(CLOCK_MONOTONIC) >= before && agree(CLOCK_MONOTONIC, 1000) && agree(CLOCK_REALTIME, 1000)));
    int status;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    char text[32];
    snprintf(text, sizeof text, "%lld", by_vdso(CLOCK_MONOTONIC));
    child = fork();
    if (child == 0) {
        execl("/proc/self/exe", argv[0], text, (char *)NULL);
        _exit(9);
    }
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    return finish();
}

// cpuid, rdtsc, xgetbv and rdrand from user code; /proc/cpuinfo agrees with them.
#include "../test.h"
#include <cpuid.h>
#include <sched.h>

int main(void) {
    unsigned a, b = 0, c = 0, d = 0;
    CHECK(__get_cpuid(0, &a, &b, &c, &d) && a >= 1);
    char vendor[13] = {0};
    memcpy(vendor, &b, 4), memcpy(vendor + 4, &d, 4), memcpy(vendor + 8, &c, 4);
    CHECK(strstr(get("/proc/cpuinfo"), vendor) != NULL);
    CHECK(__get_cpuid(1, &a, &b, &c, &d) && (d & bit_SSE2) && (d & bit_CMPXCHG8B));
    uint64_t t0 = __builtin_ia32_rdtsc(), t1 = t0;
    for (int i = 0; i < 100000 && t1 == t0; i++) t1 = __builtin_ia32_rdtsc();
    CHECK(t1 > t0);
    msleep(5);
    CHECK(__builtin_ia32_rdtsc() > t1);
    bool avx = false;
    if (c & bit_OSXSAVE) {
        unsigned low, high;
        __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
        avx = (low & 6) == 6;
        CHECK((low & 3) == 3);
    } else say("ok: (low & 3) == 3");
    CHECK(!!__builtin_cpu_supports("avx") == (avx && (c & bit_AVX)));
    CHECK(!!strstr(get("/proc/cpuinfo"), " avx ") == (avx && (c & bit_AVX)));
    if (c & bit_RDRND) {
        unsigned long x = 0, y = 0;
        unsigned char good = 0;
        for (int i = 0; i < 100 && !good; i++) __asm__ volatile("rdrand %0; setc %1" : "=r"(x), "=qm"(good) : : "cc");
        __asm__ volatile("rdrand %0; setc %1" : "=r"(y), "=qm"(good) : : "cc");
        CHECK(!good || x != y);
    } else say("ok: !good || x != y");
    unsigned cpu = 99999, node = 99999;
    OK(syscall(SYS_getcpu, &cpu, &node, NULL));
    CHECK(cpu < (unsigned)sysconf(_SC_NPROCESSORS_CONF) && node < 64);
    CHECK(sched_getcpu() >= 0 && sched_getcpu() < sysconf(_SC_NPROCESSORS_CONF));
    return finish();
}

// The lowest address that everybody may map is what /proc/sys/vm/mmap_min_addr says, as far as that is a whole page.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    const int rw = PROT_READ | PROT_WRITE, fixed = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
    char text[40] = "", *low;
    int fd = MUST(open("/proc/sys/vm/mmap_min_addr", O_RDONLY));
    CHECK(read(fd, text, sizeof text - 1) > 1);
    low = (char *)strtoul(text, NULL, 10);
    CHECK(low >= (char *)4096 && ((uintptr_t)low & 4095) == 0);
    CHECK(mmap(low, 4096, rw, fixed, -1, 0) == low);
    low[0] = 1;
    EQ(1, low[0]);
    // Who is not root gets nothing below, whatever is there.
    pid_t pid = xfork();
    if (pid == 0) {
        if (geteuid() == 0) MUST(setuid(65534));
        CHECK(mmap(low - 4096, 4096, rw, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED && errno == EPERM);
        _exit(finish());
    }
    STR("exit 0", reap(pid));
    return finish();
}

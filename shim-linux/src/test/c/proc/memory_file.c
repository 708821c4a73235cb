// /proc/self/mem reads and writes memory, also through read-only pages; smaps, limits, auxv, oom_score_adj.
#include "../test.h"
#include <sys/mman.h>
#include <sys/resource.h>

static const char constant[] = "constant text";

int main(void) {
    char buffer[32] = {0};
    int value = 4711, seen = 0, fd = MUST(open("/proc/self/mem", O_RDWR));
    EQ(4, pread(fd, &seen, 4, (off_t)(uintptr_t)&value));
    EQ(4711, seen);
    seen = 815;
    EQ(4, pwrite(fd, &seen, 4, (off_t)(uintptr_t)&value));
    EQ(815, *(volatile int *)&value);
    EQ(14, pread(fd, buffer, 14, (off_t)(uintptr_t)constant));
    STR("constant text", buffer);
    char *p = MUST(mmap(NULL, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    EQ(7, pwrite(fd, "patched", 7, (off_t)(uintptr_t)p)); // as a debugger sets a breakpoint
    STR("patched", p);
    EQ(8, pwrite(fd, "overlaps", 8, (off_t)(uintptr_t)p + 4092));
    CHECK(!memcmp(p + 4092, "overlaps", 8));
    EQ(5, pwrite(fd, "const", 5, (off_t)(uintptr_t)constant)); // of the program's file, too, and only here
    STR("constant text", constant);
    char *shared = MUST(mmap(NULL, 4096, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    ERR(EIO, pwrite(fd, "x", 1, (off_t)(uintptr_t)shared)); // not shared memory
    MUST(munmap(p + 4096, 4096));
    ERR(EIO, pread(fd, buffer, 1, (off_t)(uintptr_t)p + 4096));
    ERR(EIO, pread(fd, buffer, 1, 0));
    CHECK(lseek(fd, (off_t)(uintptr_t)p, SEEK_SET) == (off_t)(uintptr_t)p);
    EQ(7, read(fd, buffer, 7));
    pid_t pid = xfork();
    if (pid == 0) pause(), _exit(0);
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/mem", pid);
    int child = MUST(open(path, O_RDONLY));
    EQ(4, pread(child, &seen, 4, (off_t)(uintptr_t)&value));
    EQ(815, seen);
    kill(pid, SIGKILL);
    STR("killed by SIGKILL", reap(pid));
    EQ(0, pread(child, &seen, 4, (off_t)(uintptr_t)&value)); // nothing is left
    struct rlimit limit = {100, 200};
    MUST(setrlimit(RLIMIT_NOFILE, &limit));
    CHECK(strstr(get("/proc/self/limits"), "Max open files            100                  200                  files"));
    CHECK(atoi(get("/proc/self/oom_score_adj")) >= -1000);
    put("/proc/self/oom_score_adj", "500");
    STR("500\n", get("/proc/self/oom_score_adj"));
    CHECK(strstr(get("/proc/self/smaps"), "Private_Dirty:") != NULL);
    return finish();
}

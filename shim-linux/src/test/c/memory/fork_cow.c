// After fork memory is copied: writes of either side stay its own, for data, heap, stack and mappings, twice over.
#include "../test.h"
#include <sys/mman.h>

static int data = 1;
static char zeroed[100000];

int main(void) {
    int stack = 1, *heap = malloc(sizeof *heap), turn[2][2];
    int *map = MUST(mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    int *shared = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    *heap = *map = map[200000] = 1;
    char byte;
    MUST(pipe(turn[0]));
    MUST(pipe(turn[1]));
    pid_t pid = xfork();
    if (pid == 0) {
        MUST(read(turn[0][0], &byte, 1)); // the parent has written by now
        CHECK(data == 1 && stack == 1 && *heap == 1 && *map == 1 && map[200000] == 1 && zeroed[50000] == 0);
        EQ(2, *shared);
        data = stack = *heap = *map = map[200000] = 3;
        zeroed[50000] = 3;
        *shared = 3;
        pid_t grandchild = xfork();
        if (grandchild == 0) {
            CHECK(data == 3 && stack == 3 && *heap == 3 && *map == 3 && map[200000] == 3 && zeroed[50000] == 3);
            data = *map = 4;
            *shared = 4;
            return finish();
        }
        STR("exit 0", reap(grandchild));
        CHECK(data == 3 && *map == 3 && *shared == 4);
        MUST(write(turn[1][1], "x", 1));
        return finish();
    }
    data = stack = *heap = *map = map[200000] = 2;
    zeroed[50000] = 2;
    *shared = 2;
    MUST(write(turn[0][1], "x", 1));
    MUST(read(turn[1][0], &byte, 1));
    CHECK(data == 2 && stack == 2 && *heap == 2 && *map == 2 && map[200000] == 2 && zeroed[50000] == 2);
    EQ(4, *shared);
    STR("exit 0", reap(pid));
    MUST(mprotect(map, 4096, PROT_READ)); // protection is copied as well, and each side's own
    pid = xfork();
    if (pid == 0) {
        mprotect(map, 4096, PROT_READ | PROT_WRITE);
        *map = 5;
        _exit(*map);
    }
    STR("exit 5", reap(pid));
    pid = xfork();
    if (pid == 0) *map = 6, _exit(0);
    STR("killed by SIGSEGV", reap(pid));
    return finish();
}

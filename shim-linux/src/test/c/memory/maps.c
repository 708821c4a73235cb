// /proc/self/maps shows mappings as they are: permissions, private or shared, offset, name; they merge and split.
#include "../test.h"
#include <sys/mman.h>

static const char *line_of(void *address) { // "rw-p 00000000 NAME" of the mapping that holds the address, and its size
    static char text[4][512];
    static int next;
    char *t = text[next++ & 3], line[512], permissions[8], name[256];
    FILE *f = fopen("/proc/self/maps", "r");
    strcpy(t, "none");
    while (fgets(line, sizeof line, f)) {
        unsigned long from, to, offset;
        name[0] = 0;
        if (sscanf(line, "%lx-%lx %7s %lx %*s %*s %255[^\n]", &from, &to, permissions, &offset, name) < 4) continue;
        if ((unsigned long)address < from || (unsigned long)address >= to) continue;
        char *base = strrchr(name, '/');
        snprintf(t, 512, "%s %lx %s %lu pages", permissions, offset, base ? base + 1 : name, (to - from) / 4096);
    }
    fclose(f);
    return t;
}

int main(void) {
    int variable;
    put("mapped file", "x");
    int fd = MUST(open("mapped file", O_RDWR));
    MUST(ftruncate(fd, 65536));
    char *f = MUST(mmap(NULL, 16384, PROT_READ, MAP_PRIVATE, fd, 8192));
    STR("r--p 2000 mapped file 4 pages", line_of(f));
    MUST(mprotect(f + 4096, 4096, PROT_READ | PROT_WRITE));
    STR("r--p 2000 mapped file 1 pages", line_of(f));
    STR("rw-p 3000 mapped file 1 pages", line_of(f + 4096));
    STR("r--p 4000 mapped file 2 pages", line_of(f + 16383));
    char *s = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_SHARED, fd, 0));
    STR("rwxs 0 mapped file 1 pages", line_of(s));
    unlink("mapped file");
    STR("rwxs 0 mapped file (deleted) 1 pages", line_of(s));
    munmap(s, 4096);
    STR("none", line_of(s));
    char *a = MUST(mmap((void *)0x100000000000, 16384, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    STR("---p 0  4 pages", line_of(a));
    CHECK(strstr(line_of(&variable), "[stack]") && !strncmp(line_of(&variable), "rw-p", 4));
    sbrk(4096);
    CHECK(strstr(line_of((char *)sbrk(0) - 1), "[heap]"));
    CHECK(!strncmp(line_of((void *)main), "r-xp", 4));
    static const char constant[] = "constant";
    CHECK(!strncmp(line_of((void *)constant), "r--p", 4));
    CHECK(strstr(get("/proc/self/maps"), "[vdso]") || strstr(get("/proc/self/maps"), "vvar"));
    CHECK(strstr(get("/proc/self/smaps"), "Rss:") != NULL);
    return finish();
}

// munmap of the middle, the ends and several mappings at once; what stays keeps its contents.
#include "../test.h"
#include <sys/mman.h>

static const char *mapped(char *p, int pages) { // "x.x": which pages are mapped, asked without touching them
    static char text[4][32];
    static int next;
    char *t = text[next++ & 3];
    for (int i = 0; i < pages; i++) {
        unsigned char residency;
        t[i] = mincore(p + i * 4096L, 4096, &residency) == 0 ? 'x' : '.';
    }
    t[pages] = 0;
    return t;
}

int main(void) {
    const int rw = PROT_READ | PROT_WRITE, anon = MAP_PRIVATE | MAP_ANONYMOUS;
    char *p = MUST(mmap(NULL, 12 * 4096, rw, anon, -1, 0));
    for (int i = 0; i < 12; i++) p[i * 4096] = 'a' + i;
    STR("xxxxxxxxxxxx", mapped(p, 12));
    OK(munmap(p + 2 * 4096, 1)); // one byte takes its page
    STR("xx.xxxxxxxxx", mapped(p, 12));
    OK(munmap(p + 5 * 4096, 2 * 4096));
    STR("xx.xx..xxxxx", mapped(p, 12));
    OK(munmap(p, 4096));
    OK(munmap(p + 11 * 4096, 4096));
    STR(".x.xx..xxxx.", mapped(p, 12));
    CHECK(p[4096] == 'b' && p[3 * 4096] == 'd' && p[4 * 4096] == 'e' && p[7 * 4096] == 'h' && p[10 * 4096] == 'k');
    char *again = mmap(p + 5 * 4096, 2 * 4096, PROT_READ, anon | MAP_FIXED_NOREPLACE, -1, 0);
    CHECK(again == p + 5 * 4096 && again[0] == 0);
    STR(".x.xxxxxxxx.", mapped(p, 12));
    OK(munmap(p, 8 * 4096)); // over holes and three mappings
    STR("........xxx.", mapped(p, 12));
    CHECK(p[8 * 4096] == 'i');
    OK(munmap(p, 12 * 4096));
    STR("............", mapped(p, 12));
    ERR(EINVAL, mincore(p + 1, 4096, NULL));
    ERR(ENOMEM, mincore(p, 4096, (unsigned char[1]){0}));
    return finish();
}

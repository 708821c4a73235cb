// A private file mapping shows the file, keeps its own changes to itself, and has zeroes after the end of the file.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    int fd = MUST(open("file", O_RDWR | O_CREAT, 0600));
    char page[4096];
    for (int i = 0; i < 5; i++) {
        memset(page, 'a' + i, sizeof page);
        MUST(write(fd, page, i == 4 ? 100 : 4096));
    }
    char *p = MUST(mmap(NULL, 5 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0));
    char *third = MUST(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 2 * 4096));
    CHECK(p[0] == 'a' && p[4095] == 'a' && p[4096] == 'b' && p[4 * 4096 + 99] == 'e');
    CHECK(third[0] == 'c' && third[4095] == 'c');
    bool zero = true;
    for (int i = 100; i < 4096; i++) zero &= p[4 * 4096 + i] == 0;
    CHECK(zero);
    p[4096] = 'X';
    EQ(1, pread(fd, page, 1, 4096));
    EQ('b', page[0]); // the file does not change
    MUST(pwrite(fd, "Y", 1, 2 * 4096));
    EQ('Y', third[0]); // nobody has written here: the file shows through
    MUST(pwrite(fd, "Z", 1, 4096 + 1));
    EQ('X', p[4096]);
    EQ('b', p[4097]); // this page has been copied
    pid_t pid = xfork();
    if (pid == 0) {
        CHECK(p[4096] == 'X' && p[0] == 'a');
        p[0] = 'C';
        return finish();
    }
    STR("exit 0", reap(pid));
    EQ('a', p[0]);
    OK(unlink("file"));
    OK(close(fd));
    EQ('d', p[3 * 4096]); // the mapping holds the file
    return finish();
}

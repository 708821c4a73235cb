// cflags: -static
// A static program with the C library: start-up, TLS and standard output work.
#include "../test.h"

static __thread int per_thread = 7;

int main(int argc, char **argv) {
    EQ(1, argc);
    CHECK(argv[0] && argv[0][0] && !argv[1]);
    EQ(7, per_thread);
    per_thread = 8;
    EQ(8, per_thread);
    printf("printed through stdio\n");
    fflush(stdout);
    char *block = malloc(1000000);
    CHECK(block != NULL);
    memset(block, 'x', 1000000);
    free(block);
    return finish();
}

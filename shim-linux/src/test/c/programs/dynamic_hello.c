// cflags: -lm
// A dynamic program: the interpreter loads libc and libm, runs constructors, and atexit runs in reverse order.
#include "../test.h"
#include <math.h>

static int constructed;
__attribute__((constructor)) static void construct(void) { constructed++; }
__attribute__((destructor)) static void destruct(void) { say("destructor"); }
static void first(void) { say("registered first"); }
static void second(void) { say("registered second"); }

int main(int argc, char **argv) {
    EQ(1, constructed);
    atexit(first);
    atexit(second);
    volatile double two = argc + 1.0;
    EQ(1414213562, (long long)(sqrt(two) * 1e9));
    EQ(909297426, (long long)(sin(two) * 1e9));
    EQ(7389056098, (long long)(exp(two) * 1e9));
    CHECK(argv[argc] == NULL);
    CHECK(environ != NULL);
    return finish();
}

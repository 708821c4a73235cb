// pthread_atfork handlers run in the right order; stdio buffers are copied by fork.
#include "../test.h"
#include <pthread.h>

static char order[32];
static void note(char c) { order[strlen(order)] = c; }
static void prepare1(void) { note('p'); }
static void parent1(void) { note('q'); }
static void child1(void) { note('c'); }
static void prepare2(void) { note('P'); }
static void parent2(void) { note('Q'); }
static void child2(void) { note('C'); }

int main(void) {
    RET(0, pthread_atfork(prepare1, parent1, child1));
    RET(0, pthread_atfork(prepare2, parent2, child2));
    pid_t pid = xfork();
    if (pid == 0) {
        STR("PpcC", order); // prepare in reverse order, the others in order
        return finish();
    }
    STR("exit 0", reap(pid));
    STR("PpqQ", order);
    FILE *f = fopen("buffered", "w");
    fputs("twice;", f);
    pid = xfork();
    if (pid == 0) exit(0); // flushes its copy
    STR("exit 0", reap(pid));
    fclose(f);
    STR("twice;twice;", get("buffered"));
    f = fopen("flushed", "w");
    fputs("once;", f);
    fflush(f);
    pid = xfork();
    if (pid == 0) exit(0);
    STR("exit 0", reap(pid));
    fclose(f);
    STR("once;", get("flushed"));
    return finish();
}

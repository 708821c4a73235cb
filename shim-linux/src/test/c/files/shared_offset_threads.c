// Threads that read and write through one descriptor: every byte is read once, every record is written once.
#include "../test.h"
#include <pthread.h>

static int in, out;
static int seen[4000];
static void *copy(void *unused) {
    int value;
    while (read(in, &value, sizeof value) == sizeof value) { // the offset moves in one step with the reading
        if (value < 0 || value >= 4000) return (void *)1;
        __atomic_add_fetch(&seen[value], 1, __ATOMIC_SEQ_CST);
        if (write(out, &value, sizeof value) != sizeof value) return (void *)2;
    }
    return unused;
}

int main(void) {
    int fd = MUST(open("in", O_RDWR | O_CREAT, 0600));
    static int values[4000];
    for (int i = 0; i < 4000; i++) values[i] = i;
    MUST(write(fd, values, sizeof values));
    in = MUST(open("in", O_RDONLY));
    out = MUST(open("out", O_RDWR | O_CREAT, 0600));
    pthread_t t[4];
    for (int i = 0; i < 4; i++) pthread_create(&t[i], NULL, copy, NULL);
    for (int i = 0; i < 4; i++) {
        void *result;
        pthread_join(t[i], &result);
        CHECK(result == NULL);
    }
    int once = 0, written[4000] = {0}, written_once = 0;
    for (int i = 0; i < 4000; i++) once += seen[i] == 1;
    EQ(4000, once);
    EQ(sizeof values, lseek(out, 0, SEEK_END));
    EQ(sizeof values, pread(out, values, sizeof values, 0));
    for (int i = 0; i < 4000; i++)
        if (values[i] >= 0 && values[i] < 4000) written[values[i]]++;
    for (int i = 0; i < 4000; i++) written_once += written[i] == 1;
    EQ(4000, written_once);
    return finish();
}

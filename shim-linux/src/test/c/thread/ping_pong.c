// Two threads, then two processes, hand a word back and forth with futexes ten thousand times.
#include "../test.h"
#include <linux/futex.h>
#include <pthread.h>
#include <sys/mman.h>

static int *word, flag;
static void turn(int mine, int rounds) {
    for (int i = 0; i < rounds; i++) {
        int v;
        while ((v = __atomic_load_n(word, __ATOMIC_ACQUIRE)) % 2 != mine)
            syscall(SYS_futex, word, FUTEX_WAIT | flag, v, NULL, NULL, 0);
        __atomic_add_fetch(word, 1, __ATOMIC_RELEASE);
        syscall(SYS_futex, word, FUTEX_WAKE | flag, 1, NULL, NULL, 0);
    }
}
static void *body(void *rounds) {
    turn(1, (int)(long)rounds);
    return NULL;
}

int main(void) {
    int private_word = 0;
    pthread_t t;
    word = &private_word, flag = FUTEX_PRIVATE_FLAG;
    pthread_create(&t, NULL, body, (void *)5000);
    turn(0, 5000);
    pthread_join(t, NULL);
    EQ(10000, *word);
    word = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)), flag = 0;
    pid_t pid = xfork();
    if (pid == 0) turn(1, 5000), _exit(0);
    turn(0, 5000);
    STR("exit 0", reap(pid));
    EQ(10000, *word);
    return finish();
}

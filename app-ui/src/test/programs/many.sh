cat > threads.c <<'C'
#include <pthread.h>
#include <stdio.h>
static pthread_barrier_t barrier;
static long sums[100];
static void *work(void *number) {
    long mine = (long)number, x = mine;
    pthread_barrier_wait(&barrier);
    for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 1000; i++) x = x * 1103515245 + 12345;
        sums[mine] += x & 0xff;
        pthread_barrier_wait(&barrier);
    }
    return number;
}
int main(void) {
    pthread_t threads[100];
    pthread_barrier_init(&barrier, NULL, 100);
    for (long i = 0; i < 100; i++) if (pthread_create(&threads[i], NULL, work, (void *)i)) return 1;
    long total = 0;
    for (int i = 0; i < 100; i++) { void *result; pthread_join(threads[i], &result); total += sums[i] * ((long)result + 1); }
    printf("100 threads, %ld\n", total);
    return 0;
}
C
gcc -O1 -pthread threads.c -o threads; ./threads
cat > tree.c <<'C'
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
// A process with two children, each with two, six generations: 63, and the first. All live until everyone is there.
static struct { int born, leaves; } *shared;
static int grow(int generation) {
    __atomic_add_fetch(&shared->born, 1, __ATOMIC_SEQ_CST);
    int below = 1, status;
    if (generation == 6) {
        __atomic_add_fetch(&shared->leaves, 1, __ATOMIC_SEQ_CST);
        while (__atomic_load_n(&shared->leaves, __ATOMIC_SEQ_CST) < 32) usleep(1000);
        return below;
    }
    for (int i = 0; i < 2; i++) { pid_t pid = fork(); if (pid < 0) _exit(99); if (!pid) _exit(grow(generation + 1)); }
    while (wait(&status) > 0) below += WIFEXITED(status) ? WEXITSTATUS(status) : 1000;
    return below;
}
int main(void) {
    shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int status;
    if (!fork()) _exit(grow(1));
    wait(&status);
    printf("%d processes, %d leaves, %d counted\n", shared->born + 1, shared->leaves, WEXITSTATUS(status) + 1);
    return 0;
}
C
gcc -O1 tree.c -o tree; ./tree
bash -c 'for i in $(seq 64); do (sleep 0.3; exit $((i % 7))) & pids="$pids $!"; done; t=0; for p in $pids; do wait $p; t=$((t + $?)); done; echo $t'

// cc: musl-gcc
// A dynamic program of another C library, with its own interpreter: its own start-up, system calls, threads and allocator.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int total;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void *body(void *argument) {
    for (int i = 0; i < 1000; i++) {
        pthread_mutex_lock(&lock);
        total++;
        pthread_mutex_unlock(&lock);
        free(malloc(i + 1));
    }
    return argument;
}

int main(int argc, char **argv) {
    (void)argc, (void)argv;
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        if (pthread_create(&threads[i], NULL, body, NULL)) return 1;
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    printf("total %d\n", total);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) _exit(7);
    int status = 0;
    waitpid(pid, &status, 0);
    printf("child %d\n", WEXITSTATUS(status));
    struct timespec t;
    printf("clock %d\n", clock_gettime(CLOCK_MONOTONIC, &t));
    char *big = malloc(5000000);
    memset(big, 1, 5000000);
    free(big);
    printf("%.6f\n", 1.0 / 3);
    return total == 4000 && WEXITSTATUS(status) == 7 ? 0 : 1;
}
